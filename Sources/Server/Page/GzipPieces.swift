internal import CZlib

/// Texts that are compressed once, to be sent many times with something new between them.
///
/// Each text is a run of deflate blocks that ends at a byte, so runs can be joined with stored blocks
/// between them (RFC 1951, section 3.2.4; zlib.h, `Z_FULL_FLUSH`). Only the checksum is made for each answer.
struct GzipPieces {
    private let texts: [ArraySlice<UInt8>]
    private let runs: [[UInt8]]

    /// `nil`: zlib refused, which happens without memory only.
    init?(_ texts: [ArraySlice<UInt8>]) {
        var runs: [[UInt8]] = []
        for text in texts {
            guard let run = Self.deflated(Array(text)) else { return nil }
            runs.append(run)
        }
        self.texts = texts
        self.runs = runs
    }

    /// The gzip member (RFC 1952) of the texts with `between` behind each but the last.
    func joined(between: [UInt8]) -> [UInt8] {
        // Deflate, no flags, no time, best compression, Unix.
        var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3]
        member.reserveCapacity(runs.reduce(64) { $0 + $1.count + between.count })
        var sum = crc32(0, nil, 0)
        var count = 0
        for (index, run) in runs.enumerated() {
            member += run
            (sum, count) = Self.counted(texts[index], sum, count)
            guard index + 1 < runs.count else { break }
            member += [0] + Self.stored(between)
            (sum, count) = Self.counted(between[...], sum, count)
        }
        // An empty last block.
        member += [1] + Self.stored([])
        return member + Self.littleEndian(UInt32(truncatingIfNeeded: sum))
            + Self.littleEndian(UInt32(truncatingIfNeeded: count))
    }

    private static func counted(
        _ text: ArraySlice<UInt8>,
        _ sum: UInt,
        _ count: Int
    ) -> (UInt, Int) {
        let next = text.withUnsafeBufferPointer { crc32(sum, $0.baseAddress, UInt32($0.count)) }
        return (next, count + text.count)
    }

    /// What follows the first byte of a stored block: its length, the length's complement, and the bytes.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let length = UInt16(truncatingIfNeeded: bytes.count)
        let half = { (value: UInt16) in [UInt8(value & 0xff), UInt8(value >> 8)] }
        return half(length) + half(~length) + bytes
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func deflated(_ text: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        // -15: a window of 32 KiB, and no header (zlib.h, deflateInit2).
        guard
            deflateInit2_(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
                == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        // The flush's marker is longer than what the bound counts with.
        var room = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(text.count))) + 16)
        var input = text
        let written = input.withUnsafeMutableBufferPointer { input in
            room.withUnsafeMutableBufferPointer { output -> Int? in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                guard deflate(&stream, Z_FULL_FLUSH) == Z_OK, stream.avail_in == 0,
                    stream.avail_out > 0
                else { return nil }
                return output.count - Int(stream.avail_out)
            }
        }
        return written.map { Array(room[..<$0]) }
    }
}
