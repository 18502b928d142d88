import Chamber

/// A board file that is being put together: a template's text, in which values change while comments and
/// all else stay.
package struct BoardDraft: Equatable, Sendable {
    /// Keys that say the same thing in different ways: giving one takes the others out.
    private static let alternatives = [["thermistor", "beta", "steinhart_hart"]]
    /// Keys whose comment speaks of their old value.
    private static let commented = ["line", "chip", "series_ohms", "power_w", "bus", "address"]

    private var lines: [String]

    /// Starts with a whole board file.
    package init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The file.
    package var text: String { lines.joined(separator: "\n") }

    /// The value of a key; `nil` where the file does not give it.
    package func value(of key: String, in section: String) -> String? {
        place(of: key, in: section).flatMap { Self.setting(lines[$0])?.value }
    }

    /// The section is there, and no comment.
    package func has(_ section: String) -> Bool { range(of: section) != nil }

    /// Gives a key a value: where it stands, or at the end of its section, which is added where the file
    /// has none.
    package mutating func set(_ key: String, in section: String, to value: String) {
        for group in Self.alternatives where group.contains(key) {
            for other in group where other != key { remove(other, in: section) }
        }
        if section == "fan", key == "fitted", value == "no" {
            for other in ["line", "active_low"] { remove(other, in: section) }
        }
        if let place = place(of: key, in: section) {
            guard Self.setting(lines[place])?.value != value else { return }
            let comment = Self.comment(lines[place])
            let isStale = Self.commented.contains(key)
            lines[place] = Self.line(key, value, isStale ? nil : comment)
        } else if let range = range(of: section) {
            let last = range.last { Self.isContent(lines[$0]) } ?? range.lowerBound
            lines.insert(Self.line(key, value, nil), at: last + 1)
        } else {
            while lines.last == "" { lines.removeLast() }
            lines += ["", "[\(section)]", Self.line(key, value, nil), ""]
        }
    }

    /// Takes a key out.
    package mutating func remove(_ key: String, in section: String) {
        if let place = place(of: key, in: section) { lines.remove(at: place) }
    }

    /// Takes a section out, with the comments right above its head.
    package mutating func remove(_ section: String) {
        guard let range = range(of: section) else { return }
        let last = range.last { Self.isContent(lines[$0]) } ?? range.lowerBound
        var end = last + 1
        while end < lines.count, lines[end].isEmpty { end += 1 }
        lines.removeSubrange(range.lowerBound..<end)
    }

    /// Puts `header`, whose lines have no marks, in place of the comment that the file begins with.
    package mutating func replaceHeader(by header: [String]) {
        let end = lines.firstIndex { !$0.hasPrefix("#") } ?? lines.count
        lines.replaceSubrange(..<end, with: header.map { $0.isEmpty ? "#" : "# " + $0 })
    }

    /// The indices of a section's lines, its head first.
    private func range(of section: String) -> Range<Int>? {
        guard let start = lines.firstIndex(where: { Self.head($0) == section }) else { return nil }
        let end = lines[(start + 1)...].firstIndex { Self.head($0) != nil } ?? lines.count
        return start..<end
    }

    private func place(of key: String, in section: String) -> Int? {
        range(of: section)?.first { Self.setting(lines[$0])?.key == key }
    }

    /// The name of `[name]`.
    private static func head(_ line: String) -> String? {
        guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else { return nil }
        return line[line.index(after: line.startIndex)..<end].split(separator: " ")
            .joined(separator: " ")
    }

    private static func setting(_ line: String) -> (key: String, value: String)? {
        let content = line.prefix { $0 != "#" && $0 != ";" }
        guard !line.hasPrefix("["), let sign = content.firstIndex(where: { $0 == ":" || $0 == "=" })
        else { return nil }
        let value = content[content.index(after: sign)...]
        return (String(content[..<sign]).trimmed, String(value).trimmed)
    }

    private static func comment(_ line: String) -> String? {
        line.firstIndex(of: "#").map { String(line[$0...]) }
    }

    private static func isContent(_ line: String) -> Bool {
        head(line) != nil || setting(line) != nil
    }

    private static func line(_ key: String, _ value: String, _ comment: String?) -> String {
        let setting = "\(key): \(value)"
        guard let comment else { return setting }
        return setting + String(repeating: " ", count: max(1, 37 - setting.count)) + comment
    }
}
