package import Cryptography

/// A secret that stands for a login: a program's token or the id of a session.
///
/// It has 256 random bits, so one round of a fast hash keeps it as well as scrypt keeps a password.
package struct Token: Equatable, Sendable {
    private static let randomBytes = 32

    /// What its owner sends; shown once and stored nowhere.
    package let text: String
    /// What is kept of it.
    package let digest: Digest

    /// A new one.
    package static func random() throws(CryptographyError) -> Token {
        try Token(text: RandomBytes.draw(randomBytes).hexadecimal)
    }

    private init(text: String) throws(CryptographyError) {
        self.text = text
        digest = try Self.digest(of: text)
    }

    /// The digest of a token that somebody sent.
    package static func digest(of text: String) throws(CryptographyError) -> Digest {
        try SHA256.digest(of: Array(text.utf8))
    }
}
