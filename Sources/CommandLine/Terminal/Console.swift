import Chamber
import Glibc

/// Where a command writes to: standard output for what was asked for, standard error for the rest.
package struct Console: Sendable {
    private let output: @Sendable (String) -> Void
    private let errors: @Sendable (String) -> Void
    /// The next line that a person types, without its end; `nil` without a terminal.
    package let ask: @Sendable () -> String?
    /// Standard output is a terminal, so control codes are allowed.
    package let isTerminal: Bool

    /// A console of one's own, whose closures get text that is safe for a terminal.
    package init(
        write: @escaping @Sendable (String) -> Void,
        writeError: @escaping @Sendable (String) -> Void,
        ask: @escaping @Sendable () -> String? = { nil },
        isTerminal: Bool
    ) {
        output = write
        errors = writeError
        self.ask = ask
        self.isTerminal = isTerminal
    }

    /// The process's own outputs.
    package static let standard = Console(
        write: { Console.writeAll($0, to: STDOUT_FILENO) },
        writeError: { Console.writeAll($0, to: STDERR_FILENO) },
        ask: { isatty(STDIN_FILENO) == 1 ? readLine() : nil },
        isTerminal: isatty(STDOUT_FILENO) == 1
    )

    /// Writes to standard output, without what a stranger's text could do to a terminal.
    package func write(_ text: String) { output(clean(text)) }

    /// Writes to standard error, in the same way.
    package func writeError(_ text: String) { errors(clean(text)) }

    /// Puts `text` in place of the line that the terminal's cursor is on.
    fileprivate func replaceLine(by text: String) { output("\r\u{1B}[K" + clean(text)) }

    /// Draws a terminal's screen again, without what was on it.
    package func replaceScreen(by lines: [String]) {
        output("\u{1B}[H" + lines.map { clean($0) + "\u{1B}[K\n" }.joined() + "\u{1B}[J")
    }

    /// Line ends, tabs and the codes of ``emphasised(_:)`` and ``alarming(_:)`` stay.
    private func clean(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map { cell in
                var text = String(cell).harmless
                guard isTerminal, text != cell else { return text }
                for code in [Self.bold, Self.red, Self.plain] {
                    text.replace(code.harmless, with: code)
                }
                return text
            }.joined(separator: "\t")
        }.joined(separator: "\n")
    }

    private static let bold = "\u{1B}[1m"
    private static let red = "\u{1B}[1;31m"
    private static let plain = "\u{1B}[0m"

    /// One line on standard output.
    package func line(_ text: String = "") {
        write(text + "\n")
    }

    /// One line on standard error.
    package func errorLine(_ text: String) {
        writeError(text + "\n")
    }

    /// The text in bold where that is possible.
    package func emphasised(_ text: String) -> String {
        isTerminal ? Self.bold + text + Self.plain : text
    }

    /// The text in red where that is possible.
    package func alarming(_ text: String) -> String {
        isTerminal ? Self.red + text + Self.plain : text
    }

    /// Writes until everything is written or the other end is gone, which is not reported.
    private static func writeAll(_ text: String, to descriptor: CInt) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let written = Glibc.write(descriptor, start, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }
}

/// A command's progress: one line that changes on a terminal, else a new line now and then.
package struct ProgressLine {
    private let console: Console
    private let isSilent: Bool
    private var isOpen = false
    /// The last text.
    private var shown = ""
    private var looks = 0

    /// Without a terminal only one of this many texts is printed: a log needs no more.
    private static let looksPerLine = 20

    /// A line at `console`; silent where a program reads the output.
    package init(_ console: Console, isSilent: Bool) {
        self.console = console
        self.isSilent = isSilent
    }

    /// Shows `text` in place of what was shown.
    package mutating func show(_ text: String) {
        guard !isSilent, text != shown else { return }
        shown = text
        if console.isTerminal {
            console.replaceLine(by: text)
            isOpen = true
        } else {
            if looks % Self.looksPerLine == 0 { console.line(text) }
            looks += 1
        }
    }

    /// Ends the line.
    package mutating func end() {
        if isOpen { console.line() }
        isOpen = false
    }
}

/// Text in columns.
package enum TextColumns {
    /// ` Heater on`: a line for each name and text, with all texts in column `width` + 2.
    package static func lines(_ rows: [(String, String)], width: Int = 17) -> [String] {
        rows.map { name, text in "  " + name.padded(to: width) + text }
    }
}

extension String {
    /// The text padded with spaces, at least one, to fill a column.
    package func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
