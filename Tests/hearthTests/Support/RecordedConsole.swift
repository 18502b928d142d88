import Synchronization
import hearth

/// Runs commands as the program would, and keeps what they wrote.
final class RecordedConsole: Sendable {
    private let written = Mutex<(output: String, errors: String)>(("", ""))

    /// A console that writes to here.
    func console(isTerminal: Bool = false) -> Console {
        Console(
            write: { text in self.written.withLock { $0.output += text } },
            writeError: { text in self.written.withLock { $0.errors += text } },
            isTerminal: isTerminal
        )
    }

    var output: String { written.withLock { $0.output } }
    var errors: String { written.withLock { $0.errors } }

    /// Runs the program with these words.
    func run(_ words: String..., isTerminal: Bool = false) -> ExitCode {
        Program(console: console(isTerminal: isTerminal)).run(words)
    }
}
