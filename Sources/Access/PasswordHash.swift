package import Cryptography

/// What is kept of the password: enough to recognise it, not to reveal it.
package struct PasswordHash: Equatable, Sendable {
    /// Shorter ones are guessed in a day even at one try a second (NIST SP 800-63B, 5.1.1: 8
    /// characters at least); longer ones are no password but a mistake.
    package static let allowedBytes = 8...128
    /// Equal in strength to the 128 MiB setting of the OWASP password storage cheat sheet, which
    /// lists it (N = 2¹³, r = 8, p = 10): it takes 8 MiB, which the smallest board has to spare.
    private static let cost = Scrypt(cost: 1 << 13, blockSize: 8, parallelization: 10)
    /// 128 bits, as NIST SP 800-132 asks at least.
    private static let saltBytes = 16
    private static let keyBytes = 32

    private let scrypt: Scrypt
    private let salt: [UInt8]
    private let key: [UInt8]

    /// Of a new password, with a salt of its own.
    package init(of password: [UInt8]) throws(CryptographyError) {
        guard let scrypt = Self.cost else { throw CryptographyError(.derive) }
        self.scrypt = scrypt
        salt = try RandomBytes.draw(Self.saltBytes)
        key = try scrypt.key(from: password, salt: salt, byteCount: Self.keyBytes)
    }

    /// Whether this is the password. Takes a tenth of a second and more, and 8 MiB.
    package func matches(_ password: [UInt8]) throws(CryptographyError) -> Bool {
        let other = try scrypt.key(from: password, salt: salt, byteCount: key.count)
        return ConstantTime.areEqual(other, key)
    }

    /// As ``text`` wrote it; `nil` for anything else.
    init?(text: Substring) {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0] == "scrypt", let cost = UInt64(words[1]),
            let blockSize = UInt64(words[2]), let parallelization = UInt64(words[3]),
            let scrypt = Scrypt(
                cost: cost,
                blockSize: blockSize,
                parallelization: parallelization
            ),
            let salt = [UInt8](hexadecimal: String(words[4])), salt.count == Self.saltBytes,
            let key = [UInt8](hexadecimal: String(words[5])), key.count == Self.keyBytes
        else { return nil }
        self.scrypt = scrypt
        self.salt = salt
        self.key = key
    }

    /// One line for the file.
    var text: String {
        "scrypt \(scrypt.cost) \(scrypt.blockSize) \(scrypt.parallelization) "
            + "\(salt.hexadecimal) \(key.hexadecimal)"
    }
}
