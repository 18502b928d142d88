import Glibc
package import Settings

/// Lines for the person who runs the service, on standard error; under systemd with its priority marks.
package struct Log: Sendable {
    private let level: LogLevel
    /// The journal puts time and level to a line by itself, from a mark in front.
    private let isJournal: Bool

    /// A log that says what is at least as urgent as `level`.
    package init(_ level: LogLevel) {
        self.level = level
        isJournal = getenv("JOURNAL_STREAM") != nil
    }

    /// Writes one line.
    package func callAsFunction(_ level: LogLevel, _ message: String) {
        guard level <= self.level else { return }
        let line =
            isJournal ? "<\(level.rawValue)>\(message)\n" : "hearth: \(level.word): \(message)\n"
        var text = line
        text.withUTF8 { bytes in
            // One write, so that lines of two threads do not mix; a log that cannot be written is
            // nothing to stop heating safely for.
            _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        }
    }
}
