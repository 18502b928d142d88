/// A passphrase for a network, easy to read out and to type.
package enum Passphrase {
    /// Letters and digits that are not taken for one another.
    private static let symbols = Array("abcdefghjkmnpqrstuvwxyz23456789")
    /// 12 of 31 symbols: 59 bits, and over the 8 that WPA2 asks for.
    private static let length = 12

    /// Different at every call; the generator has to be one for secrets.
    package static func make(using generator: inout some RandomNumberGenerator) -> String {
        var text = ""
        for _ in 0..<length {
            text.append(symbols[Int.random(in: 0..<symbols.count, using: &generator)])
        }
        return text
    }
}
