internal import COpenSSL

/// A keyed hash (RFC 2104): anyone who knows the key can tell that the bytes come from one who knows it too.
package enum HMAC {
    /// HMAC-SHA256 of bytes that are all there.
    package static func sha256(
        of bytes: [UInt8],
        key: [UInt8]
    ) throws(CryptographyError) -> Digest {
        var hash = [UInt8](repeating: 0, count: Digest.byteCount)
        var count: UInt32 = 0
        guard let length = CInt(exactly: key.count),
            COpenSSL.HMAC(EVP_sha256(), key, length, bytes, bytes.count, &hash, &count) != nil,
            let digest = Digest(hash.prefix(Int(count)))
        else { throw CryptographyError(.hash) }
        return digest
    }
}
