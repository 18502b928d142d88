import Chamber

/// How a segment lies in its file: eight bytes that say what it is, then blocks.
///
/// ```
/// file     "HEARTHFR"  version  block …
/// block    kind  length  checksum  payload
/// bytes    1     4       4         length
///
/// origin ─▶ state ─▶ steps … ─▶ end
/// ```
///
/// The checksum is over kind, length and payload: a block that the power was cut in does not have it.
package enum SegmentFormat {
    /// Raised when an older program could not read what a newer one writes.
    package static let version: UInt16 = 1
    static let magic = Array("HEARTHFR".utf8)
    static let headerBytes = 10
    static let blockHeaderBytes = 9
    /// No block is longer: more is damage, not data.
    static let longestBlock = 16 << 20

    /// What a block holds.
    package enum Block: UInt8, Sendable {
        /// Which program recorded, when, on which board: a ``StateNode``.
        case origin = 1
        /// The controller before the first step: a ``StateNode``.
        case state = 2
        /// When it was written by the calendar, then steps.
        case steps = 3
        /// Nothing follows: it was ended in order.
        case end = 4
    }

    /// The beginning of a file.
    package static var header: [UInt8] {
        var writer = ByteWriter(limit: headerBytes)
        writer.putBytes(magic)
        writer.putFixed(version)
        return writer.bytes
    }

    /// A block, ready for the file.
    package static func block(_ kind: Block, _ payload: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(limit: payload.count + blockHeaderBytes)
        writer.put(kind.rawValue)
        writer.putFixed(UInt32(payload.count))
        writer.putFixed(checksum(kind.rawValue, payload[...]))
        writer.putBytes(payload)
        return writer.bytes
    }

    /// A tree as a block.
    package static func block(_ kind: Block, _ node: StateNode) -> [UInt8] {
        var writer = ByteWriter(limit: longestBlock / 16)
        node.write(to: &writer)
        return block(kind, writer.bytes)
    }

    /// A batch of steps as a block. `wall`: calendar time in milliseconds since 1970.
    package static func block(steps: [UInt8], wall: Int64) -> [UInt8] {
        var writer = ByteWriter(limit: steps.count + 8)
        writer.putFixed(wall)
        writer.putBytes(steps)
        return block(.steps, writer.bytes)
    }

    static func checksum(_ kind: UInt8, _ payload: ArraySlice<UInt8>) -> UInt32 {
        var length = ByteWriter(limit: 5)
        length.put(kind)
        length.putFixed(UInt32(truncatingIfNeeded: payload.count))
        var checksum = CyclicChecksum()
        checksum.add(length.bytes)
        checksum.add(payload)
        return checksum.value
    }
}
