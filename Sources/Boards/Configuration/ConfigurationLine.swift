/// One line of a configuration file, freed of its comment and of the white space around it.
struct ConfigurationLine: Equatable {
    /// What a line can be told to be without reading it as a setting.
    enum Kind: Equatable {
        /// Nothing, or a comment alone.
        case blank
        /// `[name]`, with single spaces inside the name.
        case header(String)
        /// Anything else: `key: value`, if it is well-formed.
        case other
        /// A header that cannot be used; the mistake has been noted.
        case brokenHeader
        /// Cannot be read; the mistake has been noted.
        case unreadable
    }

    /// Counted from 1.
    let number: Int
    let kind: Kind
    /// Printable text in UTF-8 without a line end; empty where the line is blank or unreadable.
    let text: String
}

/// Cuts a file's bytes into lines, and notes what no line of a configuration may hold.
struct ConfigurationLines {
    /// The parser's line buffer is 200 bytes, of which a line end and the final zero take two
    /// (inih: `INI_MAX_LINE`, the same in Debian 12's and 13's packages).
    static let longestLine = 198
    /// The parser keeps a section's name in 50 bytes, the final zero among them (inih:
    /// `MAX_SECTION`); a longer one it would cut without a word.
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
        let unreadable = ConfigurationLine(number: number, kind: .unreadable, text: "")
        guard let decoded = String(utf8Bytes: bytes.withoutCarriageReturn) else {
            note(number, found: "this line is not UTF-8", allowed: "save the file as UTF-8 text")
            return unreadable
        }
        if let scalar = decoded.unicodeScalars.first(where: \.isUnprintable) {
            note(
                number,
                found: "this line holds the invisible character \(scalar.codePoint)",
                allowed: "write printable characters only"
            )
            return unreadable
        }
        let text = decoded.withoutComment
        guard text.utf8.count <= Self.longestLine else {
            note(
                number,
                found: "this line has \(text.utf8.count) bytes",
                allowed: "give at most \(Self.longestLine), comments not counted"
            )
            return unreadable
        }
        guard !text.isEmpty else {
            return ConfigurationLine(number: number, kind: .blank, text: "")
        }
        guard text.hasPrefix("[") else {
            return ConfigurationLine(number: number, kind: .other, text: text)
        }
        guard let name = sectionName(number: number, text) else {
            return ConfigurationLine(number: number, kind: .brokenHeader, text: "")
        }
        return ConfigurationLine(number: number, kind: .header(name), text: "[\(name)]")
    }

    /// What stands between the brackets, or `nil` where the line is no proper header.
    private mutating func sectionName(number: Int, _ text: String) -> String? {
        let inside = text.dropFirst().dropLast()
        let words = inside.split(whereSeparator: \.isWhitespace)
        guard text.hasSuffix("]"), !words.isEmpty, !inside.contains(where: { "[]".contains($0) })
        else {
            note(
                number,
                found: "\(text.quotedForMessage) is not a section's head",
                allowed: "write [name] alone on its line, for instance [heater]"
            )
            return nil
        }
        let name = words.joined(separator: " ")
        guard name.utf8.count <= Self.longestSectionName else {
            note(
                number,
                found: "this section's name has \(name.utf8.count) bytes",
                allowed: "give at most \(Self.longestSectionName)"
            )
            return nil
        }
        return name
    }

    private mutating func note(_ line: Int, found: String, allowed: String) {
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
        // Decoding puts a replacement character where the bytes are wrong, so they no longer agree.
        guard text.utf8.elementsEqual(bytes) else { return nil }
        self = text
    }

    /// The text without what follows a `#` or `;` that begins the line or stands after white space,
    /// and without the white space around the rest: Klipper's files are written that way.
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
        let kept = unicodeScalars[..<end]
        guard let first = kept.firstIndex(where: { !$0.isBlank }),
            let last = kept.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return String(kept[first...last])
    }
}

extension Unicode.Scalar {
    /// What may stand around words.
    fileprivate var isBlank: Bool {
        self == " " || self == "\t"
    }

    /// A character that nobody sees has no place in a configuration, and could play tricks on the
    /// terminal that a message is printed on.
    fileprivate var isUnprintable: Bool {
        guard self != "\t" else { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
            return true
        default:
            return false
        }
    }

    /// `U+001B`
    fileprivate var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
