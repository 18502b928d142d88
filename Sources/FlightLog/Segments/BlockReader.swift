/// Takes a segment's bytes apart into blocks, and tells a cut end from damage.
struct BlockReader {
    enum Found {
        case block(SegmentFormat.Block, ArraySlice<UInt8>)
        /// The file ends behind the last block.
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
        // Space that the file system had given and the power kept from being filled.
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
                return damaged(begin, "the block's checksum does not fit")
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
