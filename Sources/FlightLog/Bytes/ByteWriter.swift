/// Writes numbers as bytes, little-endian, into space that is allocated once.
///
/// A value that does not fit sets ``isFull``, and the owner drops the bytes. Nothing is allocated,
/// so the controller's thread may write.
package struct ByteWriter: Sendable {
    /// What has been written; never more than the limit.
    package private(set) var bytes: [UInt8] = []
    /// A value did not fit.
    package private(set) var isFull = false
    private let limit: Int

    /// A writer with space for `limit` bytes.
    package init(limit: Int) {
        self.limit = limit
        bytes.reserveCapacity(limit)
    }

    package var count: Int { bytes.count }

    /// Forgets everything from `count` on.
    package mutating func truncate(to count: Int) {
        guard count < bytes.count else { return }
        bytes.removeSubrange(count...)
        isFull = false
    }

    /// One byte.
    package mutating func put(_ byte: UInt8) {
        guard bytes.count < limit else {
            isFull = true
            return
        }
        bytes.append(byte)
    }

    /// A number of fixed size.
    package mutating func putFixed(_ number: some FixedWidthInteger) {
        var rest = number.littleEndian
        for _ in 0..<(type(of: number).bitWidth / 8) {
            put(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// A number with all its bits: minus zero stays minus zero.
    package mutating func putReal(_ number: Double) {
        putFixed(number.bitPattern)
    }

    /// A number in seven bits a byte: small ones are short.
    package mutating func putShort(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            put(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(UInt8(truncatingIfNeeded: rest))
    }

    /// A number of either sign, short where it is near zero.
    package mutating func putShort(signed number: Int64) {
        putShort(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    /// Its length, then its UTF-8.
    package mutating func put(_ text: String) {
        putShort(UInt64(text.utf8.count))
        for byte in text.utf8 { put(byte) }
    }

    /// Bytes as they are, without a length.
    package mutating func putBytes(_ other: some Sequence<UInt8>) {
        for byte in other { put(byte) }
    }
}
