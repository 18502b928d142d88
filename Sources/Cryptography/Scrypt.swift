internal import COpenSSL

/// What turning a password into a key costs (RFC 7914): 128 · blockSize · cost bytes of memory.
package struct Scrypt: Equatable, Sendable {
    /// No password is given more memory than this: 64 MiB of the 512 MiB that the smallest board
    /// has.
    static let maximumMemoryBytes = 64 << 20

    /// `N`, a power of two above 1.
    package let cost: UInt64
    /// `r`.
    package let blockSize: UInt64
    /// `p`.
    package let parallelization: UInt64

    /// `nil` where the numbers are not allowed or want more than ``maximumMemoryBytes``.
    package init?(cost: UInt64, blockSize: UInt64, parallelization: UInt64) {
        let most = UInt64(Self.maximumMemoryBytes)
        guard cost > 1, cost & (cost - 1) == 0, (1...64).contains(blockSize),
            (1...64).contains(parallelization), cost <= most / (128 * blockSize)
        else { return nil }
        self.cost = cost
        self.blockSize = blockSize
        self.parallelization = parallelization
    }

    /// A key of this many bytes from a password and a salt.
    package func key(
        from password: [UInt8],
        salt: [UInt8],
        byteCount: Int
    ) throws(CryptographyError) -> [UInt8] {
        guard byteCount > 0 else { throw CryptographyError(.derive) }
        var key = [UInt8](repeating: 0, count: byteCount)
        // The library counts some bookkeeping in; 1 MiB more than the formula is ample.
        let memory = 128 * blockSize * (cost + parallelization + 2) + (1 << 20)
        let result = password.withUnsafeBytes { password in
            EVP_PBE_scrypt(
                password.bindMemory(to: CChar.self).baseAddress,
                password.count,
                salt,
                salt.count,
                cost,
                blockSize,
                parallelization,
                memory,
                &key,
                key.count
            )
        }
        guard result == 1 else {
            ERR_clear_error()
            throw CryptographyError(.derive)
        }
        return key
    }
}

/// Comparison whose duration says nothing about where two secrets differ.
package enum ConstantTime {
    /// Whether both hold the same bytes. Their lengths are no secret.
    package static func areEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        first.count == second.count && CRYPTO_memcmp(first, second, first.count) == 0
    }
}
