/// A manual page: headings, paragraphs wrapped to the width of a page, and indented lists.
package struct HelpPage {
    /// Columns that the text is wrapped to, as in a manual page.
    package static let width = 79

    private let console: Console
    private var lines: [String] = []

    package init(for console: Console) {
        self.console = console
    }

    /// The whole page.
    package var text: String {
        lines.joined(separator: "\n") + "\n"
    }

    /// A heading, with an empty line above it.
    package mutating func heading(_ title: String) {
        if !lines.isEmpty { lines.append("") }
        lines.append(console.emphasised(title))
    }

    /// A text, wrapped to the page's width.
    package mutating func paragraph(_ text: String, indent: Int = 2) {
        lines += Self.wrapped(text, indent: indent)
    }

    /// An empty line, between paragraphs.
    package mutating func blankLine() {
        lines.append("")
    }

    /// A line that is not wrapped.
    package mutating func verbatim(_ text: String, indent: Int = 2) {
        lines.append(String(repeating: " ", count: indent) + text)
    }

    /// A term, and what it means below it, further in.
    package mutating func entry(_ term: String, _ meaning: String) {
        verbatim(term)
        paragraph(meaning, indent: 8)
    }

    /// Terms in one column, what they mean in the next.
    package mutating func table(_ rows: [(term: String, meaning: String)]) {
        let column = (rows.map(\.term.count).max() ?? 0) + 4
        for row in rows {
            let wrapped = Self.wrapped(row.meaning, indent: column)
            let padding = String(repeating: " ", count: column - 2 - row.term.count)
            lines.append("  " + row.term + padding + (wrapped.first ?? "").dropFirst(column))
            lines += wrapped.dropFirst()
        }
    }

    /// The text's words, a number together with the unit behind it: the two stay on one line.
    private static func wordsWithUnits(_ text: String) -> [String] {
        let units = ["%", "°C", "V", "Hz", "W", "h", "K", "kΩ"]
        return text.split(separator: " ").reduce(into: []) { words, word in
            let bare = word.filter { !",.;:)".contains($0) }
            if let last = words.last, last.last?.isNumber == true, units.contains(bare) {
                words[words.count - 1] = last + " " + word
            } else {
                words.append(String(word))
            }
        }
    }

    /// The text's words in lines of at most ``width`` columns.
    package static func wrapped(_ text: String, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var result: [String] = []
        var current = margin
        for word in wordsWithUnits(text) {
            if current.count > indent, current.count + 1 + word.count > width {
                result.append(current)
                current = margin
            }
            current += current.count > indent ? " " + word : word
        }
        if current.count > indent { result.append(current) }
        return result
    }
}
