internal import COpenSSL

/// Bytes that nobody can guess, from the kernel's generator through the library's.
package enum RandomBytes {
    /// `count` random bytes, at most 2³¹ − 1.
    package static func draw(_ count: Int) throws(CryptographyError) -> [UInt8] {
        guard let requested = CInt(exactly: count), requested >= 0 else {
            throw CryptographyError(.drawRandomBytes)
        }
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&bytes, requested) == 1 else {
            ERR_clear_error()
            throw CryptographyError(.drawRandomBytes)
        }
        return bytes
    }
}
