/// The origin of a web page: scheme, name or address, and port (RFC 6454, section 6.2).
enum SiteOrigin {
    /// Whether `text`, in lower case, is the origin of a page that a server serves.
    static func isOrigin(_ text: String) -> Bool {
        ["http://", "https://"].contains(where: text.hasPrefix) && isAnyOrigin(text)
    }

    /// The same; an app's own scheme is one, too, as in `capacitor://localhost`.
    static func isAnyOrigin(_ text: String) -> Bool {
        guard let end = text.firstRange(of: "://"), isScheme(text[..<end.lowerBound]) else {
            return false
        }
        let parts = text[end.upperBound...].split(
            separator: ":",
            omittingEmptySubsequences: false
        )
        guard let name = parts.first, HostName.isName(String(name)), parts.count <= 2 else {
            return false
        }
        return parts.count == 1 || UInt16(parts[1]).map { $0 > 0 } ?? false
    }

    /// RFC 3986, section 3.1.
    private static func isScheme(_ text: Substring) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        return text.utf8.first.map(letters.contains) == true
            && text.utf8.allSatisfy { byte in
                letters.contains(byte) || (0x30...0x39).contains(byte) || "+-.".utf8.contains(byte)
            }
    }
}
