internal import COpenSSL

/// A key that signs (Ed25519, RFC 8032). It is never printed: its bytes leave it by no way but
/// ``init(seed:)``'s caller, who had them before.
package struct Ed25519PrivateKey: Sendable {
    private let seed: [UInt8]
    /// The key that tells whether this one signed.
    package let publicKey: Ed25519PublicKey

    /// From the 32 secret bytes of RFC 8032, 5.1.5.
    package init?(seed: [UInt8]) {
        guard seed.count == Ed25519PublicKey.byteCount,
            let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
        else { return nil }
        defer { EVP_PKEY_free(key) }
        guard let bytes = Ed25519PublicKey.raw(of: key), let publicKey = Ed25519PublicKey(bytes)
        else { return nil }
        self.seed = seed
        self.publicKey = publicKey
    }

    /// A new one.
    package static func random() throws(CryptographyError) -> Ed25519PrivateKey {
        let seed = try RandomBytes.draw(Ed25519PublicKey.byteCount)
        guard let key = Ed25519PrivateKey(seed: seed) else { throw CryptographyError(.makeKey) }
        return key
    }

    /// The 64 bytes of the message's signature.
    package func signature(of message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard let key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else {
            throw CryptographyError(.sign)
        }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { throw CryptographyError(.sign) }
        defer { EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: Ed25519PublicKey.signatureByteCount)
        var count = signature.count
        guard EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
            EVP_DigestSign(context, &signature, &count, message, message.count) == 1,
            count == signature.count
        else {
            ERR_clear_error()
            throw CryptographyError(.sign)
        }
        return signature
    }
}
