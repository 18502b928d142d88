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
