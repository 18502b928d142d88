import Glibc
import System
import TestSupport
import Testing

/// `hearth run` as a process of its own on a free port of this machine, at rest until asked.
final class RunningDaemon {
    /// How long anything may take before a test gives up, in milliseconds.
    private static let patience: CInt = 20_000

    /// Where it listens: `127.0.0.1:PORT`.
    let address: String
    let stateDirectory: TemporaryDirectory
    private let process: pid_t
    private var exitStatus: CInt?

    init() throws {
        stateDirectory = try TemporaryDirectory(onDisk: true)
        let (process, output) = try Self.spawn([
            "run", "--board", Repository.simulatedBoard, "--state", stateDirectory.path,
            "--listen", "127.0.0.1:0", "--log-level", "error",
        ])
        self.process = process
        defer { close(output) }
        let line = Self.line(from: output)
        let start = try #require(line.firstRange(of: "http://"))
        address = String(line[start.upperBound...].prefix { $0 != "/" })
    }

    deinit {
        if exitStatus == nil {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
    }

    /// Ends the daemon and waits for it; returns its exit status, or 128 and more after a signal.
    func stop() -> CInt {
        kill(process, SIGTERM)
        exitStatus = Self.wait(for: process)
        return exitStatus ?? -1
    }

    /// Runs `hearth` with these words until it ends: its exit status.
    static func exitStatus(of words: [String]) throws -> CInt {
        let (process, output) = try spawn(words)
        close(output)
        return wait(for: process)
    }

    private static func wait(for process: pid_t) -> CInt {
        var status: CInt = 0
        guard waitpid(process, &status, 0) == process else { return -1 }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    /// Starts the program that was built beside these tests; its number, and what it prints.
    private static func spawn(_ words: [String]) throws -> (process: pid_t, output: CInt) {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        let program = Repository.program
        var arguments = ([program] + words).map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var process = pid_t()
        let result = posix_spawn(&process, program, &actions, nil, arguments, environ)
        close(ends[1])
        try #require(result == 0)
        return (process, ends[0])
    }

    /// The first line, or the part of it that came in time.
    private static func line(from descriptor: CInt) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&wait, 1, patience) == 1, read(descriptor, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { break }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
