import Chamber
import Glibc
import Lines

/// A running `hearth-switch` and this end of its socket.
struct SwitchProcess {
    /// How long a new switch may take until it holds its lines: it may have to wait a second for an
    /// older one to let go, and the program to be loaded from a slow card.
    private static let readyWithin: Int32 = 5_000
    /// More than the longest refusal.
    private static let longestMessage = 2_048
    /// The descriptor that the switch expects its partner on.
    private static let descriptorInChild: Int32 = 3

    let process: pid_t
    let descriptor: Int32

    /// The program: beside this one, else where the package puts it.
    static func program() -> String {
        let beside = ownFolder() + "/hearth-switch"
        return access(beside, X_OK) == 0 ? beside : "/usr/libexec/hearth/hearth-switch"
    }

    /// Starts a switch and waits until it holds its lines, all off. Throws what it says where it
    /// cannot have them.
    static func start(_ arguments: SwitchArguments) throws(StartError) -> SwitchProcess {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw StartError("no socket for hearth-switch: \(String(cString: strerror(errno)))")
        }
        let process: pid_t
        do throws(StartError) {
            process = try spawn(arguments, socket: ends[1])
        } catch {
            close(ends[0])
            close(ends[1])
            throw error
        }
        close(ends[1])
        let started = SwitchProcess(process: process, descriptor: ends[0])
        if let refusal = started.waitUntilReady() {
            started.end()
            throw StartError(refusal)
        }
        return started
    }

    /// Runs a switch that turns the lines off and ends. What keeps it from that it has said on standard
    /// error.
    static func turnOff(_ arguments: SwitchArguments) throws(StartError) {
        let process = try spawn(arguments, socket: nil)
        let end = SwitchProcess(process: process, descriptor: -1).reap()
        guard end == "ended with status 0" else {
            throw StartError("the lines are not off: hearth-switch \(end)")
        }
    }

    /// Ends it at once and waits until it has gone. The lines fall back, or stay as they are: the
    /// next switch turns them off.
    func end() {
        close(descriptor)
        kill(process, SIGKILL)
        reap()
    }

    /// Waits for a process that has ended, or is about to; says how.
    @discardableResult
    func reap() -> String {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        if signal != 0 { return "was ended by \(String(cString: strsignal(signal)))" }
        return "ended with status \((status >> 8) & 0xff)"
    }

    /// Its first message: an answer, or the reason why there will be none; `nil`: all is well.
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
    ) throws(StartError) -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        if let socket { posix_spawn_file_actions_adddup2(&files, socket, descriptorInChild) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The daemon's blocked signals are not the switch's.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let program = program()
        var words = ([program] + arguments.words).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process = pid_t()
        let result = posix_spawn(&process, program, &files, &attributes, words, environ)
        guard result == 0 else {
            throw StartError(
                "\(program) cannot be started: \(String(cString: strerror(result))); "
                    + "install Hearth anew, or build it with script/build"
            )
        }
        return process
    }

    private static func ownFolder() -> String {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &path, path.count)
        let bytes = path[..<max(count, 0)].map { UInt8(bitPattern: $0) }
        let slash = bytes.lastIndex(of: 0x2f) ?? 0
        return String(decoding: bytes[..<slash], as: UTF8.self)
    }
}
