/// The rules for text on the wire, incoming and outgoing.
enum PandaText {
    /// Text that came in and may be kept: at most `bytes` long and without control characters.
    static func isAcceptable(_ text: String, bytes: Int) -> Bool {
        text.utf8.count <= bytes && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }

    /// The stock page throws at a quotation mark or a backslash in a name (trap 5).
    static func isSafeForPage(_ text: String) -> Bool {
        text.utf8.allSatisfy {
            $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
    }

    /// The text with characters replaced that break the page, cut to `bytes` at a character's edge.
    static func shown(_ text: String, bytes: Int) -> String {
        var shown = ""
        var length = 0
        for character in text {
            let piece = isSafeForPage(String(character)) ? character : "_"
            length += piece.utf8.count
            guard length <= bytes else { break }
            shown.append(piece)
        }
        return shown
    }

    /// One to 32 letters, digits, hyphens and underscores, no hyphen at either end: what mDNS can
    /// announce, and the underscore of the stock firmware's names.
    static func isHostname(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...32).contains(bytes.count), bytes.first != hyphen, bytes.last != hyphen else {
            return false
        }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen, UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    /// Four numbers from 0 to 255 with points between them.
    static func isIPv4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count)
                    && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                    && UInt8(part) != nil
            }
    }

    private static let hyphen = UInt8(ascii: "-")
}
