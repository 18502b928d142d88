/// A bundle as a tar archive that every `tar` reads (POSIX.1-1988, "ustar").
package enum TarArchive {
    /// A file in the archive.
    package struct Entry: Equatable {
        /// The path in the archive; 99 bytes at most.
        package let name: String
        /// The whole file.
        package let bytes: [UInt8]
    }

    private static let blockBytes = 512
    private static let magicOffset = 257
    private static let checksumOffset = 148
    /// The largest size: eleven octal digits.
    private static let largest = 0o77_777_777_777

    /// The archive's bytes; longer names are cut to 99 bytes. `seconds` since 1970: the files' time.
    package static func bytes(of entries: [Entry], seconds: Int64) -> [UInt8] {
        var archive: [UInt8] = []
        for entry in entries {
            archive += header(entry.name, entry.bytes.count, seconds)
            archive += entry.bytes
            archive += padding(entry.bytes.count)
        }
        return archive + [UInt8](repeating: 0, count: 2 * blockBytes)
    }

    private static func padding(_ count: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: (blockBytes - count % blockBytes) % blockBytes)
    }

    private static func header(_ name: String, _ size: Int, _ seconds: Int64) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockBytes)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
        }
        put(String(decoding: name.utf8.prefix(99), as: UTF8.self), at: 0)
        put("0000644", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        put(octal(min(size, largest), 11), at: 124)
        put(octal(Int(min(max(seconds, 0), Int64(largest))), 11), at: 136)
        put("        ", at: checksumOffset)
        put("0", at: 156)
        put("ustar", at: magicOffset)
        put("00", at: magicOffset + 6)
        put(octal(block.reduce(0) { $0 + Int($1) }, 6), at: checksumOffset)
        block[checksumOffset + 6] = 0
        return block
    }

    private static func octal(_ number: Int, _ digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(digits - text.utf8.count, 0)) + text
    }

    /// The plain files of an archive; `nil` where `bytes` is no archive. A cut file keeps what is left.
    static func entries(in bytes: [UInt8]) -> [Entry]? {
        guard isHeader(bytes[...]) else { return nil }
        var entries: [Entry] = []
        var rest = bytes[...]
        while isHeader(rest) {
            let start = rest.startIndex
            let name = text(rest[start..<(start + 100)])
            let sizeText = text(rest[(start + 124)..<(start + 135)])
            guard let size = Int(sizeText.filter { $0 != " " }, radix: 8) else { break }
            rest = rest.dropFirst(blockBytes)
            entries.append(Entry(name: name, bytes: Array(rest.prefix(size))))
            rest = rest.dropFirst(size + padding(size).count)
        }
        return entries
    }

    private static func isHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
        let start = bytes.startIndex + magicOffset
        return bytes.count >= blockBytes && bytes[start..<(start + 5)].elementsEqual("ustar".utf8)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
