import CommandLine
import Synchronization
import hearth

/// Runs commands as the program would, and keeps what they wrote.
final class RecordedConsole: Sendable {
    private let written = Mutex<(output: String, errors: String)>(("", ""))
    private let answers = Mutex<[String]>([])

    /// A console that records its output, at which a person types these lines and then leaves.
    func console(isTerminal: Bool = false, answers typed: [String] = []) -> Console {
        answers.withLock { $0 = typed }
        return Console(
            write: { text in self.written.withLock { $0.output += text } },
            writeError: { text in self.written.withLock { $0.errors += text } },
            ask: { self.answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } },
            isTerminal: isTerminal
        )
    }

    /// Forgets what was written.
    func clear() {
        written.withLock { $0 = ("", "") }
    }

    var output: String { written.withLock { $0.output } }
    var errors: String { written.withLock { $0.errors } }

    /// Runs the program with these words.
    func run(_ words: String..., isTerminal: Bool = false) -> ExitCode {
        Program(console: console(isTerminal: isTerminal)).run(words)
    }
}
