internal import COpenSSL

/// MD5 (RFC 1321), which is broken as a proof: for the protocols that have no other, above all HTTP's
/// digest access authentication as printers speak it.
package enum MD5 {
    /// 16 bytes.
    package static func digest(
        of bytes: some Collection<UInt8>
    ) throws(CryptographyError) -> [UInt8] {
        let piece = Array(bytes)
        var hash = [UInt8](repeating: 0, count: 16)
        var count: UInt32 = 0
        guard EVP_Digest(piece, piece.count, &hash, &count, EVP_md5(), nil) == 1,
            Int(count) == hash.count
        else { throw CryptographyError(.hash) }
        return hash
    }
}
