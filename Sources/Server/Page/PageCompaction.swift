/// Makes the page's files smaller without changing what they mean: comments, indentation and spaces that no
/// browser needs are left out. Names stay, so that what a browser reports can be found in the files.
///
/// A file that does not end as it should, in the middle of a string for example, stays as it is.
package enum PageCompaction {
    /// Markup without comments and indentation.
    package static func markup(_ file: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(file.count)
        var index = file.startIndex
        while index < file.endIndex {
            if file[index...].starts(with: "<!--".utf8) {
                guard let end = Scan.end(of: "-->", in: file, from: index) else { return file }
                index = end
                continue
            }
            if file[index] != newline || kept.last != newline { kept.append(file[index]) }
            index += 1
            guard kept.last == newline else { continue }
            while index < file.endIndex, file[index] == space { index += 1 }
        }
        return kept
    }

    /// Style without comments and without spaces around what separates.
    package static func style(_ file: [UInt8]) -> [UInt8] {
        var output = Joined()
        var index = file.startIndex
        while index < file.endIndex {
            let byte = file[index]
            if file[index...].starts(with: "/*".utf8) {
                guard let end = Scan.end(of: "*/", in: file, from: index) else { return file }
                output.sawSpace(isLineEnd: false)
                index = end
            } else if byte == space || byte == newline {
                output.sawSpace(isLineEnd: false)
                index += 1
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                guard let end = Scan.endOfString(in: file, from: index) else { return file }
                output.add(file[index..<end], styleNeedsGap)
                index = end
            } else {
                if byte == UInt8(ascii: "}") { output.dropLast(UInt8(ascii: ";")) }
                output.add(file[index...index], styleNeedsGap)
                index += 1
            }
        }
        return output.bytes
    }

    private static func styleNeedsGap(_ before: UInt8, _ next: UInt8, isLineEnd _: Bool) -> Bool {
        !styleSeparators.contains(before) && before != UInt8(ascii: ":")
            && !styleSeparators.contains(next)
    }

    /// Script without comments, indentation, and the spaces and line ends between its words that no browser
    /// needs. A line end stays wherever a statement could end at it without a semicolon.
    package static func script(_ file: [UInt8]) -> [UInt8] {
        var reader = ScriptReader(file)
        var output = Joined()
        while let part = reader.next() {
            switch part {
            case .space(let isLineEnd): output.sawSpace(isLineEnd: isLineEnd)
            case .text(let text): output.add(text, needsGap)
            }
        }
        return reader.isUnfinished ? file : output.bytes + [newline]
    }

    /// Whether two parts of a script must stay apart.
    private static func needsGap(_ before: UInt8, _ next: UInt8, isLineEnd: Bool) -> Bool {
        if isLineEnd, !opens.contains(before), !goesOn.contains(next) { return true }
        if Scan.isWord(before), Scan.isWord(next) { return true }
        // Two signs that would become another one, or a comment.
        if before == next, signs.contains(before) { return true }
        return before == UInt8(ascii: "<") && next == UInt8(ascii: "!")
    }

    /// No statement ends behind one of these,
    private static let opens = Set("{([,;:=&|?<>".utf8)
    /// and none begins with one of these.
    private static let goesOn = Set("})],.:?&|=<".utf8)
    private static let signs = Set("+-/".utf8)
    private static let styleSeparators = Set("{};,>".utf8)
    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")
}

/// Parts that are put together again, with a gap where one has to be.
private struct Joined {
    private(set) var bytes: [UInt8] = []
    private var hasGap = false
    private var isLineEnd = false

    mutating func sawSpace(isLineEnd isEnd: Bool) {
        hasGap = true
        isLineEnd = isLineEnd || isEnd
    }

    /// Takes back the last byte, if it is this one.
    mutating func dropLast(_ byte: UInt8) {
        if bytes.last == byte { bytes.removeLast() }
    }

    mutating func add(
        _ text: ArraySlice<UInt8>,
        _ needsGap: (_ before: UInt8, _ next: UInt8, _ isLineEnd: Bool) -> Bool
    ) {
        if hasGap, let before = bytes.last, let next = text.first,
            needsGap(before, next, isLineEnd)
        {
            bytes.append(isLineEnd ? UInt8(ascii: "\n") : UInt8(ascii: " "))
        }
        hasGap = false
        isLineEnd = false
        bytes += text
    }
}
