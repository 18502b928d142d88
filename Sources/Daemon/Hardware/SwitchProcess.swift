import Chamber
import Glibc
import Lines
import SwitchCore
import System

/// A running `hearth-switch` and this end of its socket.
struct SwitchProcess {
    /// How long a new switch may take to acquire its lines, in milliseconds: it may wait a second for an
    /// older switch to release them, and the program may load from a slow card.
    private static let readyWithin: Int32 = 5_000
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

    /// Starts a switch and waits until it holds its lines, all off. Where it cannot acquire them, throws
    /// the reason that it gives.
    static func start(_ arguments: SwitchArguments) throws(StartError) -> SwitchProcess {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw StartError("no socket for hearth-switch: \(SystemError.words(for: errno))")
        }
        let running: RunningProgram
        do throws(StartError) {
            running = try spawn(arguments, socket: ends[1])
        } catch {
            close(ends[0])
            close(ends[1])
            throw error
        }
        close(ends[1])
        let started = SwitchProcess(running: running, descriptor: ends[0])
        if let refusal = started.waitUntilReady() {
            started.end()
            throw StartError(refusal)
        }
        return started
    }

    /// Runs a switch that turns the lines off and ends. Throws where that fails; the switch itself
    /// prints the reason on standard error.
    static func turnOff(_ arguments: SwitchArguments) throws(StartError) {
        let end = try spawn(arguments, socket: nil).wait()
        guard end == .status(0) else {
            throw StartError("the lines are not off: hearth-switch \(end)")
        }
    }

    /// Kills the switch and waits until it has ended. Its lines fall back or stay as they are, until the
    /// next switch turns them off.
    func end() {
        close(descriptor)
        running.kill()
        _ = running.wait()
    }

    /// Waits for the first message. Returns why the switch is not ready; `nil`: it holds its lines.
    private func waitUntilReady() -> String? {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, Self.readyWithin) > 0 else {
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
        _ arguments: SwitchArguments,
        socket: Int32?
    ) throws(StartError) -> RunningProgram {
        do throws(SystemError) {
            return try RunningProgram(
                program(),
                arguments.words,
                socket.map { .passing($0, inProgram: descriptorInChild) } ?? .inherited
            )
        } catch {
            throw StartError(
                "\(error.summary); install Hearth again, or build it with script/build"
            )
        }
    }
}
