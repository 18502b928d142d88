import Chamber
import Glibc
import Lines
import SwitchCore
import System

/// A running `hearth-switch` and this end of its socket.
struct SwitchProcess {
    /// How long the first switch may take to acquire its lines, in milliseconds: it may wait a second for
    /// an older switch to release them, and the program may load from a slow card.
    static let firstReadyWithin: Int32 = 5_000
    /// How long a later one may take: the program is loaded, and whether the new switch hangs has to be
    /// known before the service manager's watchdog kills the daemon for the switch's silence.
    static let nextReadyWithin: Int32 = 2_000
    /// The limit on a switch's first message, in bytes; every refusal is shorter.
    private static let longestMessage = 2_048
    /// The descriptor on which the switch expects the daemon's commands.
    private static let descriptorInChild: Int32 = 3

    let running: RunningProgram
    let descriptor: Int32

    /// The path of the switch's program: beside this program, or else where the package puts it.
    static func program() -> String {
        let beside = OwnProgram.directory + "/hearth-switch"
        return File.isExecutable(beside) ? beside : "/usr/libexec/hearth/hearth-switch"
    }

    /// The switch's program as it is now. A package that is installed later replaces the file at the path
    /// and not this one, so that a daemon never starts a switch of another version. `nil`: it cannot be
    /// held, and the path has to do.
    static func hold() -> OpenFile? {
        do throws(SystemError) {
            let file = try OpenFile(program(), for: .reading)
            // The number that the switch's socket gets in its process.
            return file.descriptor == descriptorInChild ? nil : file
        } catch {
            return nil
        }
    }

    /// Why no switch has started.
    struct Failure: Error {
        let reason: StartError
        /// The process, without its socket, if it was killed and has not ended: it has to be waited for,
        /// and no other can take the lines.
        var stuck: SwitchProcess?
    }

    /// Starts a switch at `socket`, which is used up, and waits until it holds its lines, all off, at most
    /// `limit` milliseconds. Where it cannot acquire them, throws the reason that it gives.
    ///
    /// - Parameter program: what ``hold()`` returned.
    static func start(
        _ program: OpenFile?,
        _ arguments: SwitchArguments,
        at socket: SwitchSocket,
        readyWithin limit: Int32
    ) throws(Failure) -> SwitchProcess {
        let running: RunningProgram
        do throws(StartError) {
            running = try spawn(program, arguments, socket: socket.ofSwitch)
        } catch {
            socket.close()
            throw Failure(reason: error)
        }
        close(socket.ofSwitch)
        let started = SwitchProcess(running: running, descriptor: socket.own)
        if let refusal = started.waitUntilReady(within: limit) {
            close(socket.own)
            running.kill()
            let end = running.end(within: SwitchWatch.longestEnd)
            throw Failure(
                reason: StartError(refusal),
                stuck: end == nil ? SwitchProcess(running: running, descriptor: -1) : nil
            )
        }
        return started
    }

    /// Runs a switch that turns the lines off and ends. Throws where that fails; the switch itself
    /// prints the reason on standard error.
    static func turnOff(_ arguments: SwitchArguments) throws(StartError) {
        let end = try spawn(nil, arguments, socket: nil).wait()
        guard end == .status(0) else {
            throw StartError("the lines are not off: hearth-switch \(end)")
        }
    }

    /// Waits for the first message. Returns why the switch is not ready; `nil`: it holds its lines.
    private func waitUntilReady(within limit: Int32) -> String? {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, limit) > 0 else {
            return "hearth-switch does not answer; see its lines in the log"
        }
        return withUnsafeTemporaryAllocation(byteCount: Self.longestMessage, alignment: 8) { room in
            let count = recv(descriptor, room.baseAddress, room.count, 0)
            let bytes = UnsafeRawBufferPointer(rebasing: room[..<max(count, 0)])
            if bytes.isEmpty {
                return "hearth-switch ended at once; \(Self.program()) may be of another version"
            }
            return SwitchMessage.report(in: bytes) == nil
                ? String(decoding: bytes, as: UTF8.self) : nil
        }
    }

    private static func spawn(
        _ held: OpenFile?,
        _ arguments: SwitchArguments,
        socket: Int32?
    ) throws(StartError) -> RunningProgram {
        do throws(SystemError) {
            return try RunningProgram(
                program(),
                arguments.words,
                socket.map { .passing($0, inProgram: descriptorInChild) } ?? .inherited,
                from: held
            )
        } catch {
            throw StartError(
                "\(error.summary); install Hearth again, or build it with script/build"
            )
        }
    }
}
