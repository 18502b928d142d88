/// A script's parts: words, signs, strings, templates and regular expressions, and the spaces between them.
///
/// It knows what the page's files use of JavaScript (ECMA-262, section 12), not all of it: a regular
/// expression behind a closing parenthesis would be read as a division.
struct ScriptReader {
    enum Part {
        case text(ArraySlice<UInt8>)
        case space(isLineEnd: Bool)
    }

    /// Whether a string, a template, a comment or a regular expression has no end.
    private(set) var isUnfinished = false

    private let file: [UInt8]
    private var index: Int
    /// The open braces within each template that holds an expression just now.
    private var templates: [Int] = []
    /// What stands before, without spaces and comments.
    private var last: ArraySlice<UInt8> = []

    init(_ file: [UInt8]) {
        self.file = file
        index = file.startIndex
    }

    mutating func next() -> Part? {
        guard index < file.endIndex, !isUnfinished else {
            isUnfinished = isUnfinished || !templates.isEmpty
            return nil
        }
        let byte = file[index]
        if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") {
            index += 1
            return .space(isLineEnd: byte == UInt8(ascii: "\n"))
        }
        if file[index...].starts(with: "//".utf8) {
            index = file[index...].firstIndex(of: UInt8(ascii: "\n")) ?? file.endIndex
            return .space(isLineEnd: false)
        }
        if file[index...].starts(with: "/*".utf8) {
            return moved(to: Scan.end(of: "*/", in: file, from: index)).map { _ in
                .space(isLineEnd: false)
            }
        }
        guard let end = endOfText(byte) else {
            isUnfinished = true
            return nil
        }
        let text = file[index..<end]
        index = end
        last = text
        return .text(text)
    }

    private mutating func moved(to end: Int?) -> Int? {
        isUnfinished = end == nil
        index = end ?? file.endIndex
        return end
    }

    /// Where the text ends that begins here; `nil`: nowhere.
    private mutating func endOfText(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return Scan.endOfString(in: file, from: index)
        case UInt8(ascii: "`"): return endOfTemplate()
        case UInt8(ascii: "/") where !isBehindValue: return endOfExpression()
        case UInt8(ascii: "{"):
            if !templates.isEmpty { templates[templates.count - 1] += 1 }
        case UInt8(ascii: "}"):
            if templates.last == 0 {
                templates.removeLast()
                return endOfTemplate()
            }
            if !templates.isEmpty { templates[templates.count - 1] -= 1 }
        default: break
        }
        guard Scan.isWord(byte) else { return index + 1 }
        return file[index...].firstIndex { !Scan.isWord($0) } ?? file.endIndex
    }

    /// The text of a template up to its end, or up to its next expression.
    private mutating func endOfTemplate() -> Int? {
        var at = index + 1
        while at < file.endIndex {
            switch file[at] {
            case UInt8(ascii: "\\"): at += 2
            case UInt8(ascii: "`"): return at + 1
            case UInt8(ascii: "$") where file[at...].starts(with: "${".utf8):
                templates.append(0)
                return at + 2
            default: at += 1
            }
        }
        return nil
    }

    private func endOfExpression() -> Int? {
        var at = index + 1
        var isInSet = false
        while at < file.endIndex {
            switch file[at] {
            case UInt8(ascii: "\\"): at += 2
            case UInt8(ascii: "\n"): return nil
            case UInt8(ascii: "/") where !isInSet: return at + 1
            default:
                if file[at] == UInt8(ascii: "[") { isInSet = true }
                if file[at] == UInt8(ascii: "]") { isInSet = false }
                at += 1
            }
        }
        return nil
    }

    /// Whether a slash here divides.
    private var isBehindValue: Bool {
        guard let byte = last.last else { return false }
        if Scan.isWord(byte) { return !Self.operators.contains(Array(last)) }
        return Self.valueEnds.contains(byte)
    }

    private static let valueEnds = Set(")]}'\"`".utf8)
    private static let operators = Set(
        ["return", "typeof", "case", "in", "of", "void", "throw", "await", "else"].map {
            Array($0.utf8)
        }
    )
}

/// What the files of the page have in common.
enum Scan {
    /// Behind the next `mark`.
    static func end(of mark: String, in file: [UInt8], from start: Int) -> Int? {
        var index = start
        while index < file.endIndex {
            if file[index...].starts(with: mark.utf8) { return index + mark.utf8.count }
            index += 1
        }
        return nil
    }

    /// Behind the quotation mark that ends the string which begins at `start`, in the same line.
    static func endOfString(in file: [UInt8], from start: Int) -> Int? {
        var index = start + 1
        while index < file.endIndex, file[index] != UInt8(ascii: "\n") {
            if file[index] == UInt8(ascii: "\\") {
                index += 2
            } else if file[index] == file[start] {
                return index + 1
            } else {
                index += 1
            }
        }
        return nil
    }

    /// A letter, a digit, or part of a character beyond ASCII.
    static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
    }
}
