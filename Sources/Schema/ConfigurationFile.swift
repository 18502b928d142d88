import Chamber

/// A configuration file as sections of keys and values, each with its line number.
///
/// The form is that of Klipper's files: `[section name]`, `key: value` or `key = value`, and comments
/// after `#` or `;`. Indentation has no meaning; a value is on one line.
package struct ConfigurationFile: Equatable, Sendable {
    /// The limit on a file, in bytes: 16 times the size of a usual board file.
    package static let largestSize = 64 * 1024

    /// One `key: value`.
    package struct Setting: Equatable, Sendable {
        /// The text before the sign; never empty in a section.
        package let key: String
        /// The text after the sign, without comment and surrounding white space; never empty in a
        /// section.
        package let value: String
        /// Counted from 1.
        package let line: Int
    }

    /// The settings between one `[name]` and the next.
    package struct Section: Equatable, Sendable {
        /// The section's name, with single spaces between its words.
        package let name: String
        /// The line of the `[name]`, counted from 1.
        package let line: Int
        /// Its head is a mistake that has been recorded, so its name is a guess.
        package var isGuessed = false
        /// In the order of the file, each key once.
        package fileprivate(set) var settings: [Setting] = []
    }

    /// The file's name as the user gave it, for messages.
    package let name: String
    /// In the order of the file, each name once.
    package private(set) var sections: [Section] = []
    /// The mistakes in the form. Everything that could be read is in ``sections``, so that mistakes
    /// in the contents can be reported together with these.
    package private(set) var mistakes: Mistakes

    /// Nothing of it could be read, so nothing that it lacks is a mistake of its own.
    package private(set) var isUnreadable = false

    /// Reads `bytes`. It never fails; see ``mistakes``.
    package init(_ bytes: some Collection<UInt8>, name: String) {
        self.name = name
        guard bytes.count <= Self.largestSize else {
            mistakes = Mistakes(file: name)
            refuse(
                "the file is larger than \(Self.largestSize) bytes, and a settings file never is",
                "check that this is the right file"
            )
            return
        }
        guard !Self.isUTF16(bytes) else {
            mistakes = Mistakes(file: name)
            refuse("the file is UTF-16 text", "save it as UTF-8 text")
            return
        }
        let text = ConfigurationLines(bytes, file: name)
        mistakes = text.mistakes
        /// The index of the section for the next setting; `nil` after a header that could not be used.
        var current: Int?
        var isBeforeFirstHead = true
        for line in text.lines {
            switch line.kind {
            case .blank, .unreadable:
                break
            case .brokenHeader(let name):
                isBeforeFirstHead = false
                current = nil
                // Where the section is elsewhere, nobody knows what the settings below belong to.
                if let name, section(name) == nil {
                    current = open(name, line: line.number)
                    sections[sections.count - 1].isGuessed = true
                }
            case .header(let name):
                isBeforeFirstHead = false
                current = open(name, line: line.number)
            case .other(let text):
                record(
                    line.number,
                    nil,
                    found: "\(text.quotedForMessage) is neither a section nor a setting",
                    allowed: "write [section] or key: value"
                )
            case .setting(let key, let value):
                if isBeforeFirstHead {
                    record(
                        line.number,
                        key.quotedForMessage,
                        found: "stands before the first section",
                        allowed: "put it below its [section]"
                    )
                } else if let current {
                    add(Setting(key: key, value: value, line: line.number), to: current)
                }
            }
        }
    }

    private mutating func refuse(_ found: String, _ allowed: String) {
        isUnreadable = true
        mistakes.add(line: nil, place: nil, found: found, allowed: allowed)
    }

    /// Whether it begins as editors of Windows mark UTF-16 (RFC 2781, section 3.2), or has a zero in each
    /// second byte, as Latin letters have there.
    private static func isUTF16(_ bytes: some Collection<UInt8>) -> Bool {
        let start = Array(bytes.prefix(4))
        guard start.count >= 2 else { return false }
        if start[0] == 0xff, start[1] == 0xfe { return true }
        if start[0] == 0xfe, start[1] == 0xff { return true }
        guard start.count == 4 else { return false }
        let zeros = start.map { $0 == 0 }
        return zeros == [true, false, true, false] || zeros == [false, true, false, true]
    }

    /// The section with this name; `nil`: the file has none.
    package func section(_ name: String) -> Section? {
        sections.first { $0.name == name }
    }

    /// Starts a section and returns its index; `nil` for a repeated section, whose settings are ignored.
    private mutating func open(_ name: String, line: Int) -> Int? {
        if let first = section(name) {
            record(
                line,
                "[\(name)]",
                found: "this section stands here for the second time",
                allowed: "keep one; the first is in line \(first.line)"
            )
            return nil
        }
        sections.append(Section(name: name, line: line))
        return sections.count - 1
    }

    /// Puts a setting in place of the one with its key; ``nothing`` takes that away.
    mutating func replace(_ setting: Setting, in name: String) {
        guard let index = sections.firstIndex(where: { $0.name == name }) else {
            guard setting.value != Self.nothing else { return }
            sections.append(Section(name: name, line: setting.line, settings: [setting]))
            return
        }
        sections[index].settings.removeAll { $0.key == setting.key }
        if setting.value != Self.nothing { sections[index].settings.append(setting) }
    }

    private mutating func add(_ setting: Setting, to index: Int) {
        let place = "[\(sections[index].name)] \(setting.key)"
        guard !setting.key.isEmpty else {
            record(
                setting.line,
                "[\(sections[index].name)]",
                found: "a value without a key",
                allowed: "write key: value"
            )
            return
        }
        if let first = sections[index].settings.first(where: { $0.key == setting.key }) {
            record(
                setting.line,
                place,
                found: "this key stands here for the second time",
                allowed: "keep one; the first is in line \(first.line)"
            )
            return
        }
        guard !setting.value.isEmpty else {
            record(
                setting.line,
                place,
                found: "a key without a value",
                allowed: "give one, or take the line out"
            )
            return
        }
        sections[index].settings.append(setting)
    }

    private mutating func record(_ line: Int, _ place: String?, found: String, allowed: String) {
        mistakes.add(line: line, place: place, found: found, allowed: allowed)
    }
}
