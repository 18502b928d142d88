package import Cryptography

/// The beginning of a bundle: what it is, and the signed manifest.
///
/// ```
/// 8  "HEARTHB1"
/// 4  length of the manifest, big-endian
/// 64 Ed25519 signature of the 12 bytes above, followed by the manifest
/// …  manifest, JSON
/// …  payload: the files one after the other as one xz stream
/// ```
///
/// The manifest names the payload's length and hash, so that the signature covers every byte; and the
/// hash of each file, so that an unpacked program can be checked against it later.
package struct BundleHead: Equatable, Sendable {
    /// The first bytes of every bundle.
    static let magic = Array("HEARTHB1".utf8)
    /// Bytes of magic and length: what is signed in front of the manifest.
    static let prefixCount = magic.count + 4
    /// Bytes in front of the manifest.
    package static let fixedCount = prefixCount + Ed25519PublicKey.signatureByteCount

    /// The whole head, for keeping beside what was unpacked.
    package let bytes: [UInt8]
    /// The signed part.
    package let manifest: BundleManifest

    /// The length of a head that begins with these bytes; `nil` while they are too few.
    package static func count(of bytes: [UInt8]) throws(BundleError) -> Int? {
        let common = min(bytes.count, magic.count)
        guard bytes[..<common] == magic[..<common] else { throw .notABundle }
        guard bytes.count >= prefixCount else { return nil }
        let length = bytes[magic.count..<prefixCount].reduce(0) { $0 << 8 | Int($1) }
        guard (1...BundleLimits.manifest).contains(length) else { throw .notABundle }
        return fixedCount + length
    }

    /// Reads a whole head; verifies the signature before it reads anything else.
    package init(
        _ bytes: [UInt8],
        trusting keys: [Ed25519PublicKey]
    ) throws(BundleError) {
        guard let count = try Self.count(of: bytes), bytes.count == count else {
            throw .wrongLength
        }
        let signature = Array(bytes[Self.prefixCount..<Self.fixedCount])
        let manifest = Array(bytes[Self.fixedCount...])
        let signed = bytes[..<Self.prefixCount] + manifest
        guard keys.contains(where: { $0.isSignature(signature, of: Array(signed)) }) else {
            throw .wrongSignature
        }
        self.manifest = try BundleManifest(parsing: manifest)
        self.bytes = bytes
    }
}
