/// Makes a passphrase for the hotspot that is easy to read out and to type.
package enum Passphrase {
    /// Letters and digits that are not mistaken for each other.
    private static let symbols = Array("abcdefghjkmnpqrstuvwxyz23456789")
    /// 12 of 31 symbols have 59 bits, and are more than the 8 characters that WPA2 requires.
    private static let length = 12

    /// A random passphrase; the generator must be cryptographically secure.
    package static func make(using generator: inout some RandomNumberGenerator) -> String {
        var text = ""
        for _ in 0..<length {
            text.append(symbols[Int.random(in: 0..<symbols.count, using: &generator)])
        }
        return text
    }
}
