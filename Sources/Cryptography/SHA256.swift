internal import COpenSSL

/// SHA-256 of bytes that come in pieces (FIPS 180-4). Used by one thread at a time.
package final class SHA256 {
    /// The library's; `nil` only while the initialiser throws.
    private let context: OpaquePointer?

    /// Begins a hash of no bytes; throws when the library has no memory or no SHA-256.
    package init() throws(CryptographyError) {
        context = EVP_MD_CTX_new()
        guard context != nil, EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            throw CryptographyError(.hash)
        }
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Takes in the next bytes.
    package func update(_ bytes: UnsafeRawBufferPointer) throws(CryptographyError) {
        guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
            throw CryptographyError(.hash)
        }
    }

    /// Takes in the next bytes.
    package func update(_ bytes: some Collection<UInt8>) throws(CryptographyError) {
        let piece = Array(bytes)
        guard EVP_DigestUpdate(context, piece, piece.count) == 1 else {
            throw CryptographyError(.hash)
        }
    }

    /// The hash of all that came; nothing may follow.
    package func finish() throws(CryptographyError) -> Digest {
        var hash = [UInt8](repeating: 0, count: Digest.byteCount)
        guard EVP_DigestFinal_ex(context, &hash, nil) == 1, let digest = Digest(hash) else {
            throw CryptographyError(.hash)
        }
        return digest
    }

    /// The hash of bytes that are all there.
    package static func digest(
        of bytes: some Collection<UInt8>
    ) throws(CryptographyError) -> Digest {
        let hash = try SHA256()
        try hash.update(bytes)
        return try hash.finish()
    }
}

/// A SHA-256 hash: 32 bytes.
package struct Digest: Equatable, Hashable, Sendable, CustomStringConvertible {
    /// How many bytes it has (FIPS 180-4).
    package static let byteCount = 32

    /// Always ``byteCount`` of them, in the order of the standard.
    package let bytes: [UInt8]

    /// From exactly 32 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// From exactly 64 hexadecimal digits.
    package init?(hexadecimal text: String) {
        guard let bytes = [UInt8](hexadecimal: text) else { return nil }
        self.init(bytes)
    }

    /// 64 digits in lower case, as `sha256sum` prints them.
    package var description: String { bytes.hexadecimal }
}
