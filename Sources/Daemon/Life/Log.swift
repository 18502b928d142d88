import Chamber
import Glibc
package import Settings

/// Lines for the person who runs the service, on standard error; under systemd with its priority marks.
package struct Log: Sendable {
    private let level: LogLevel
    /// Standard error goes to the journal, which reads the level from a mark before the line.
    private let isJournal: Bool

    /// A log of all messages that are at least as urgent as `level`.
    package init(_ level: LogLevel) {
        self.level = level
        isJournal = getenv("JOURNAL_STREAM") != nil
    }

    /// Writes one line.
    package func callAsFunction(_ level: LogLevel, _ message: String) {
        guard level <= self.level else { return }
        let message = message.harmless
        let line =
            isJournal ? "<\(level.rawValue)>\(message)\n" : "hearth: \(level.word): \(message)\n"
        var text = line
        text.withUTF8 { bytes in
            // One write call keeps the lines of two threads apart. A failed write is ignored: control
            // must go on.
            _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        }
    }
}
