import Glibc
import Update

/// Starts a new program once, for a moment, before it is trusted with anything: one that was built for
/// another system does not even load.
enum ProgramTest {
    /// A program that only prints its version is done long before, also on a slow card.
    private static let patienceMilliseconds = 15_000
    private static let lookMicroseconds: UInt32 = 20_000

    /// Why the programs in a folder cannot run here; `nil`: they can.
    static func complaint(about folder: String) -> String? {
        // The switch runs by its partner's orders only: 64 is how it says that it was given none.
        complaint(about: folder + "/hearth", ["version"], expecting: 0)
            ?? complaint(about: folder + "/hearth-switch", ["--version"], expecting: 64)
    }

    private static func complaint(
        about program: String,
        _ arguments: [String],
        expecting expected: CInt
    ) -> String? {
        let result = run(program, arguments)
        guard result != expected else { return nil }
        return "its programs do not run on this system; choose the file that was made for it"
    }

    /// The exit status; `nil` where it did not start, did not end, or was ended by a signal.
    private static func run(_ program: String, _ arguments: [String]) -> CInt? {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_RDWR, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process = pid_t()
        guard posix_spawn(&process, program, &files, &attributes, words, environ) == 0 else {
            return nil
        }
        return status(of: process)
    }

    private static func status(of process: pid_t) -> CInt? {
        var status: CInt = 0
        for _ in 0..<(patienceMilliseconds * 1_000 / Int(lookMicroseconds)) {
            if waitpid(process, &status, WNOHANG) == process {
                return status & 0x7f == 0 ? (status >> 8) & 0xff : nil
            }
            usleep(lookMicroseconds)
        }
        kill(process, SIGKILL)
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return nil
    }
}
