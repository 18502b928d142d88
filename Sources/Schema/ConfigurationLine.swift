import Chamber

/// One line of a configuration file, without its comment and the white space around it.
struct ConfigurationLine: Equatable {
    /// What the line holds.
    enum Kind: Equatable {
        /// Nothing, or a comment alone.
        case blank
        /// `[name]`, with single spaces inside the name.
        case header(String)
        /// `key: value` or `key = value`, without white space around either; both may be empty.
        case setting(key: String, value: String)
        /// Neither a header nor a setting: the whole text.
        case other(String)
        /// A header that cannot be used; the mistake has been recorded.
        case brokenHeader
        /// Cannot be read; the mistake has been recorded.
        case unreadable
    }

    /// Counted from 1.
    let number: Int
    let kind: Kind
}

/// Divides a file's bytes into lines, and records mistakes in the form of each line.
struct ConfigurationLines {
    /// The limit on a line without its comment, in bytes: a list of dozens of addresses fits, and a
    /// message that quotes a key or a value still fits on a screen.
    static let longestLine = 4096
    /// The limit on a section's name, in bytes: the longest known name is much shorter, and each message
    /// about the section repeats the name.
    static let longestSectionName = 49

    private(set) var lines: [ConfigurationLine] = []
    private(set) var mistakes: Mistakes

    init(_ bytes: some Collection<UInt8>, file: String) {
        mistakes = Mistakes(file: file)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        let pieces = body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        lines.reserveCapacity(pieces.count)
        for (index, piece) in pieces.enumerated() {
            lines.append(line(number: index + 1, piece))
        }
    }

    private mutating func line(number: Int, _ bytes: some Collection<UInt8>) -> ConfigurationLine {
        ConfigurationLine(number: number, kind: kind(number: number, bytes))
    }

    private mutating func kind(
        number: Int,
        _ bytes: some Collection<UInt8>
    ) -> ConfigurationLine.Kind {
        guard let decoded = String(utf8Bytes: bytes.withoutCarriageReturn) else {
            record(number, found: "this line is not UTF-8", allowed: "save the file as UTF-8 text")
            return .unreadable
        }
        if let scalar = decoded.unicodeScalars.first(where: {
            $0.isUnprintable && $0 != "\t"
        }) {
            record(
                number,
                found: "this line holds the invisible character \(scalar.codePoint)",
                allowed: "write printable characters only"
            )
            return .unreadable
        }
        let text = decoded.withoutComment
        guard text.utf8.count <= Self.longestLine else {
            record(
                number,
                found: "this line has \(text.utf8.count) bytes",
                allowed: "give at most \(Self.longestLine), comments not counted"
            )
            return .unreadable
        }
        guard !text.isEmpty else { return .blank }
        guard text.hasPrefix("[") else {
            return text.setting.map { .setting(key: $0.key, value: $0.value) } ?? .other(text)
        }
        return sectionName(number: number, text).map { .header($0) } ?? .brokenHeader
    }

    /// The name between the brackets; `nil` where the line is not a valid header.
    private mutating func sectionName(number: Int, _ text: String) -> String? {
        let inside = text.dropFirst().dropLast()
        let words = inside.split(whereSeparator: \.isWhitespace)
        guard text.hasSuffix("]"), !words.isEmpty, !inside.contains(where: { "[]".contains($0) })
        else {
            record(
                number,
                found: "\(text.quotedForMessage) is not a section's head",
                allowed: "write [name] alone on its line, for instance [heater]"
            )
            return nil
        }
        let name = words.joined(separator: " ")
        guard name.utf8.count <= Self.longestSectionName else {
            record(
                number,
                found: "this section's name has \(name.utf8.count) bytes",
                allowed: "give at most \(Self.longestSectionName)"
            )
            return nil
        }
        return name
    }

    private mutating func record(_ line: Int, found: String, allowed: String) {
        mistakes.add(line: line, place: nil, found: found, allowed: allowed)
    }
}

extension Collection where Element == UInt8 {
    /// The line without the first half of a DOS line end.
    fileprivate var withoutCarriageReturn: some Collection<UInt8> {
        let end = UInt8(ascii: "\r")
        let last = index(startIndex, offsetBy: Swift.max(0, count - 1))
        return last < endIndex && self[last] == end ? self[..<last] : self[...]
    }
}

extension String {
    /// The text in these bytes, or `nil` where they are not UTF-8.
    fileprivate init?(utf8Bytes bytes: some Collection<UInt8>) {
        let text = String(decoding: bytes, as: UTF8.self)
        // Decoding replaces wrong bytes, so the text then differs from the bytes.
        guard text.utf8.elementsEqual(bytes) else { return nil }
        self = text
    }

    /// The text without its comment and the white space around the rest. A comment begins with `#` or
    /// `;` at the start of the line or after white space, as in Klipper's files.
    fileprivate var withoutComment: String {
        var end = unicodeScalars.endIndex
        var previousIsSpace = true
        for index in unicodeScalars.indices {
            let scalar = unicodeScalars[index]
            if previousIsSpace, scalar == "#" || scalar == ";" {
                end = index
                break
            }
            previousIsSpace = scalar.isBlank
        }
        return unicodeScalars[..<end].trimmed
    }

    /// The key before the first `:` or `=`, and the value after it; `nil` without such a sign.
    ///
    /// The search compares scalars, because a combining accent after a sign would hide the sign in a
    /// character.
    fileprivate var setting: (key: String, value: String)? {
        guard unicodeScalars.first != "[",
            let sign = unicodeScalars.firstIndex(where: { $0 == ":" || $0 == "=" })
        else { return nil }
        let value = unicodeScalars[unicodeScalars.index(after: sign)...]
        return (unicodeScalars[..<sign].trimmed, value.trimmed)
    }
}

extension Substring.UnicodeScalarView {
    /// The text without the white space around it.
    fileprivate var trimmed: String {
        guard let first = firstIndex(where: { !$0.isBlank }),
            let last = lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(self[first...last])
    }
}

extension Unicode.Scalar {
    /// A space or a tab.
    fileprivate var isBlank: Bool {
        self == " " || self == "\t"
    }

    /// The code point, as `U+001B`.
    fileprivate var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
