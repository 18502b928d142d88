/// The name of a wireless network: up to 32 bytes, of which the standard does not say what they mean
/// (IEEE 802.11, section 9.4.2.2). Most are UTF-8; older access points send ISO 8859-1.
package enum NetworkName {
    /// Most bytes of a name.
    package static let longest = 32

    /// The name for people: UTF-8, or the characters of ISO 8859-1.
    package static func shown(_ bytes: [UInt8]) -> String {
        String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// Each name for people once, with the bytes that it stands for: a name that another one looks like
    /// gets a number.
    package static func shownOnce(_ names: [[UInt8]]) -> [(shown: String, bytes: [UInt8])] {
        var found: [(shown: String, bytes: [UInt8])] = []
        for bytes in names {
            let name = shown(bytes)
            var unique = name
            var number = 2
            while found.contains(where: { $0.shown == unique }) {
                unique = "\(name) (\(number))"
                number += 1
            }
            found.append((unique, bytes))
        }
        return found
    }
}
