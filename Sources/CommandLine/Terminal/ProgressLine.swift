/// What a command is doing: one line that changes on a terminal, else a new line only when something has
/// changed.
package struct ProgressLine {
    private let console: Console
    private let isSilent: Bool
    private var isOpen = false
    /// The words before the last time: the part up to the first comma tells a step from the next.
    private var shown = ""
    private var looks = 0

    /// Without a terminal only every so many looks say something: a log needs no more.
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
            console.write("\r\u{1B}[K" + text)
            isOpen = true
        } else {
            if looks % Self.looksPerLine == 0 { console.line(text) }
            looks += 1
        }
    }

    /// Leaves the line.
    package mutating func end() {
        if isOpen { console.line() }
        isOpen = false
    }
}
