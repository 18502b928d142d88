import Glibc

/// A program that this process has started and that it has to wait for, once.
package struct RunningProgram: Sendable {
    /// What the program's standard descriptors, and others, are open on.
    package enum Descriptors {
        /// This process's own.
        case inherited
        /// `/dev/null` for standard input, output and error.
        case null
        /// This process's own, and `descriptor` as number `inProgram`.
        case passing(CInt, inProgram: CInt)
    }

    /// The process's number, until ``wait()`` returns.
    package let process: Int32

    /// Starts a program with no signal blocked.
    ///
    /// - Parameters:
    ///   - program: its path, or its name to be found in `PATH` where it has no slash.
    ///   - arguments: without the program's own name.
    ///   - file: the program's open file, which is run instead of what lies at the path by now.
    package init(
        _ program: String,
        _ arguments: [String],
        _ descriptors: Descriptors = .inherited,
        from file: OpenFile? = nil
    ) throws(SystemError) {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        switch descriptors {
        case .inherited:
            break
        case .null:
            for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
                posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0)
            }
        case .passing(let descriptor, let inProgram):
            posix_spawn_file_actions_adddup2(&files, descriptor, inProgram)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The program must not inherit the signals that this process blocks.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = CommandWords([program] + arguments)
        var process = pid_t()
        // Returns the error number itself (posix_spawn(3)).
        let found = file.map { "/proc/self/fd/\($0.descriptor)" } ?? program
        let code = posix_spawnp(&process, found, &files, &attributes, words.pointers, environ)
        guard code == 0 else { throw SystemError(.start, program, errno: code) }
        self.process = process
    }

    /// Waits for its end.
    package func wait() -> ProgramEnd {
        var status: CInt = 0
        // Fails only where something else has waited for it: then its end is unknown.
        guard uninterrupted({ waitpid(process, &status, 0) }).result == process else {
            return .unknown
        }
        return ProgramEnd(status)
    }

    /// Waits for its end for at most `limit`; then kills it and returns `nil`.
    package func wait(within limit: Duration) -> ProgramEnd? {
        if let end = end(within: limit) { return end }
        kill()
        _ = wait()
        return nil
    }

    /// Its end, for which it waits for at most `limit`; `nil`: it has not ended, and has to be waited for
    /// still.
    package func end(within limit: Duration) -> ProgramEnd? {
        var status: CInt = 0
        var looks = Int((limit / Self.look).rounded(.up))
        while true {
            let (ended, code) = uninterrupted { waitpid(process, &status, WNOHANG) }
            if ended == process { return ProgramEnd(status) }
            // Something else has waited for it.
            if code == ECHILD { return .unknown }
            guard looks > 0 else { return nil }
            looks -= 1
            usleep(Self.lookMicroseconds)
        }
    }

    /// Ends it at once.
    package func kill() {
        Glibc.kill(process, SIGKILL)
    }

    /// Asks it to end.
    package func terminate() {
        Glibc.kill(process, SIGTERM)
    }

    private static let lookMicroseconds: UInt32 = 5_000
    private static let look = Duration.microseconds(Int64(lookMicroseconds))
}

/// How a program ended.
package enum ProgramEnd: Equatable, Sendable, CustomStringConvertible {
    case status(CInt)
    case signal(CInt)
    /// Something else has waited for it.
    case unknown

    /// From `waitpid`'s status: the signal in the low seven bits, the status above it.
    init(_ status: CInt) {
        let signal = status & 0x7f
        self = signal == 0 ? .status((status >> 8) & 0xff) : .signal(signal)
    }

    /// To follow the program's name.
    package var description: String {
        switch self {
        case .status(let status): "ended with status \(status)"
        case .signal(let signal): "was ended by \(String(cString: strsignal(signal)))"
        case .unknown: "ended"
        }
    }
}
