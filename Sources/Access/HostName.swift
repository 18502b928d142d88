/// A machine's name in a network (RFC 1123, section 2.1).
enum HostName {
    /// The limits on a whole name and on a part between two points, in octets (RFC 1035, section 2.3.4).
    private static let longest = (name: 253, label: 63)

    /// Whether `text` is a name in lower case, or all names below one, as `*.example.ts.net`.
    static func isPattern(_ text: String) -> Bool {
        isName(text.hasPrefix("*.") ? String(text.dropFirst(2)) : text)
    }

    static func isName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= longest.name && labels.allSatisfy(isLabel)
    }

    /// Lower-case letters, digits and dashes, with no dash at either end.
    private static func isLabel(_ label: Substring) -> Bool {
        let dash = UInt8(ascii: "-")
        return (1...longest.label).contains(label.utf8.count)
            && label.utf8.first != dash && label.utf8.last != dash
            && label.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == dash
            }
    }
}
