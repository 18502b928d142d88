import Chamber

/// A configuration text as sections of keys and values, each with its line.
///
/// The form is the one that Klipper's users write: `[section name]`, `key: value` or `key = value`,
/// comments from `#` or `;`. Indentation means nothing; a value is one line.
package struct ConfigurationFile: Equatable, Sendable {
    /// A board file is about 4 KiB: what is larger is not one.
    package static let largestSize = 64 * 1024

    /// One `key: value`.
    package struct Setting: Equatable, Sendable {
        /// As it stands before the sign; empty where nothing does.
        package let key: String
        /// Without comment and surrounding white space; never empty.
        package let value: String
        /// Counted from 1.
        package let line: Int
    }

    /// What stands between one `[name]` and the next.
    package struct Section: Equatable, Sendable {
        /// With single spaces between its words.
        package let name: String
        /// The head's line, counted from 1.
        package let line: Int
        /// In the order of the file, each key once.
        package fileprivate(set) var settings: [Setting] = []
    }

    /// The file's name as the user gave it, for messages.
    package let name: String
    /// In the order of the file, each name once.
    package private(set) var sections: [Section] = []
    /// What is wrong with the form; what could be read stands in `sections` nevertheless, so
    /// that the mistakes of the content can be reported together with these.
    package private(set) var mistakes: Mistakes

    /// Reads `bytes`; never fails: see `mistakes`.
    package init(_ bytes: some Collection<UInt8>, name: String) {
        self.name = name
        guard bytes.count <= Self.largestSize else {
            mistakes = Mistakes(file: name)
            mistakes.add(
                line: nil,
                place: nil,
                found: "the file has \(bytes.count) bytes",
                allowed: "give at most \(Self.largestSize)"
            )
            return
        }
        let text = ConfigurationLines(bytes, file: name)
        mistakes = text.mistakes
        /// Where the next setting goes; `nil` under a head that could not be used.
        var current: Int?
        var isBeforeFirstHead = true
        for line in text.lines {
            switch line.kind {
            case .blank, .unreadable:
                break
            case .brokenHeader:
                // What follows belongs to a section that nobody can name: it is passed over.
                isBeforeFirstHead = false
                current = nil
            case .header(let name):
                isBeforeFirstHead = false
                current = open(name, line: line.number)
            case .other(let text):
                note(
                    line.number,
                    nil,
                    found: "\(text.quotedForMessage) is neither a section nor a setting",
                    allowed: "write [section] or key: value"
                )
            case .setting(let key, let value):
                if isBeforeFirstHead {
                    note(
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

    /// The section with this name.
    package func section(_ name: String) -> Section? {
        sections.first { $0.name == name }
    }

    /// Starts a section; the index of an earlier one with the same name is not given again, so that
    /// nothing is taken from a section that stands there twice.
    private mutating func open(_ name: String, line: Int) -> Int? {
        if let first = section(name) {
            note(
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

    private mutating func add(_ setting: Setting, to index: Int) {
        let place = "[\(sections[index].name)] \(setting.key)"
        guard !setting.key.isEmpty else {
            note(
                setting.line,
                "[\(sections[index].name)]",
                found: "a value without a key",
                allowed: "write key: value"
            )
            return
        }
        if let first = sections[index].settings.first(where: { $0.key == setting.key }) {
            note(
                setting.line,
                place,
                found: "this key stands here for the second time",
                allowed: "keep one; the first is in line \(first.line)"
            )
            return
        }
        guard !setting.value.isEmpty else {
            note(
                setting.line,
                place,
                found: "a key without a value",
                allowed: "give one, or take the line out"
            )
            return
        }
        sections[index].settings.append(setting)
    }

    private mutating func note(_ line: Int, _ place: String?, found: String, allowed: String) {
        mistakes.add(line: line, place: place, found: found, allowed: allowed)
    }
}
