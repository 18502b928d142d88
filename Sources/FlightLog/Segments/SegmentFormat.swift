import Chamber

/// The format of a segment's file: eight bytes of magic, then blocks.
///
/// ```
/// file     "HEARTHFR"  version  block …
/// block    kind  length  checksum  payload
/// bytes    1     4       4         length
///
/// origin ─▶ state ─▶ steps … ─▶ end
/// ```
///
/// The checksum is over kind, length and payload: it does not match where a power cut hit the
/// block.
package enum SegmentFormat {
    /// Raised when an older program could not read what a newer one writes.
    package static let version: UInt16 = 1
    static let magic = Array("HEARTHFR".utf8)
    static let headerBytes = 10
    static let blockHeaderBytes = 9
    /// A longer block is damage.
    static let longestBlock = 16 << 20

    /// What a block holds.
    package enum Block: UInt8, Sendable {
        /// Which program recorded, when, on which board: a ``StateNode``.
        case origin = 1
        /// The controller before the first step: a ``StateNode``.
        case state = 2
        /// Calendar time of the write, then steps.
        case steps = 3
        /// The segment was ended in order; nothing follows.
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

/// Splits a segment's bytes into blocks, and distinguishes a cut end from damage.
struct BlockReader {
    enum Found {
        case block(SegmentFormat.Block, ArraySlice<UInt8>)
        /// The file ends after the last block.
        case end
        /// The file ends in this block.
        case cut(atByte: Int)
        case damaged(RecordingMistake)
    }

    private let bytes: [UInt8]
    /// Where the next block begins.
    private(set) var offset = SegmentFormat.headerBytes

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> Found {
        let begin = offset
        guard begin < bytes.count else { return .end }
        // Space that the file system allocated, and a power cut left empty.
        if bytes[begin...].allSatisfy({ $0 == 0 }) { return .cut(atByte: begin) }
        var reader = ByteReader(bytes[begin...])
        do throws(RecordingMistake) {
            guard reader.remaining >= SegmentFormat.blockHeaderBytes else {
                return .cut(atByte: begin)
            }
            let number = try reader.byte()
            let length = Int(try reader.fixed(UInt32.self))
            let checksum = try reader.fixed(UInt32.self)
            guard let kind = SegmentFormat.Block(rawValue: number),
                length <= SegmentFormat.longestBlock
            else { return damaged(begin, "there is no such block") }
            guard length <= reader.remaining else { return .cut(atByte: begin) }
            let payload = try reader.slice(length)
            guard SegmentFormat.checksum(number, payload) == checksum else {
                // The last block of a file that a power cut left longer than it was written.
                if reader.isAtEnd { return .cut(atByte: begin) }
                return damaged(begin, "the block's checksum is wrong")
            }
            offset = reader.offset
            return .block(kind, payload)
        } catch {
            return .damaged(error)
        }
    }

    private func damaged(_ offset: Int, _ what: String) -> Found {
        .damaged(RecordingMistake(offset: offset, what: what))
    }
}
