internal import COpenSSL

/// A key that says whether a signature is right (Ed25519, RFC 8032).
package struct Ed25519PublicKey: Equatable, Hashable, Sendable {
    /// How many bytes a key has (RFC 8032, 5.1.5).
    package static let byteCount = 32
    /// How many bytes a signature has (RFC 8032, 5.1.6).
    package static let signatureByteCount = 64
    /// More text than this is no key file; one has 113 bytes.
    private static let maximumTextBytes = 4096

    /// The encoded point, ``byteCount`` bytes (RFC 8032, 5.1.2).
    package let bytes: [UInt8]

    /// From exactly 32 bytes; whether they are a point of the curve shows at the first signature.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// From a file as `openssl pkey -pubout` writes it; `nil` for any other key or text.
    package init?(pem text: [UInt8]) {
        guard text.count <= Self.maximumTextBytes,
            let key = text.withUnsafeBytes(Self.key(inPEM:))
        else { return nil }
        defer { EVP_PKEY_free(key) }
        guard let bytes = Self.raw(of: key) else { return nil }
        self.init(bytes)
    }

    /// The library's key in a file's text, to be freed; `nil` where there is none.
    private static func key(inPEM text: UnsafeRawBufferPointer) -> OpaquePointer? {
        // OpenSSL reads the text later: the caller keeps it in place.
        guard let source = BIO_new_mem_buf(text.baseAddress, CInt(text.count)) else { return nil }
        defer { BIO_free(source) }
        guard let key = PEM_read_bio_PUBKEY(source, nil, nil, nil) else {
            ERR_clear_error()
            return nil
        }
        return key
    }

    /// Whether these 64 bytes are this key's signature of the message.
    package func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard signature.count == Self.signatureByteCount,
            let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
        else { return false }
        defer { EVP_PKEY_free(key) }
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        let isRight =
            EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        ERR_clear_error()
        return isRight
    }

    /// The 32 bytes of a key of the library; `nil` where it is of another kind.
    static func raw(of key: OpaquePointer) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var count = bytes.count
        guard EVP_PKEY_get_id(key) == EVP_PKEY_ED25519,
            EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1, count == byteCount
        else {
            ERR_clear_error()
            return nil
        }
        return bytes
    }
}

/// A key that signs (Ed25519, RFC 8032). It is never printed; only the caller of ``init(seed:)``
/// has its bytes.
package struct Ed25519PrivateKey: Sendable {
    private let seed: [UInt8]
    /// The key that says whether this one signed.
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
