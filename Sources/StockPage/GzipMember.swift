internal import CZlib

/// A gzip member somewhere in a file (RFC 1952).
enum GzipMember {
    /// The result of unpacking, with the number of bytes.
    enum Unpacked: Equatable {
        /// Not a member, or a damaged one.
        case none(Int)
        case tooLarge(Int)
        /// Its check sum and length are right.
        case whole([UInt8])
    }

    /// Where one may begin: the magic number, deflate as method, and no reserved flag (RFC 1952, 2.3).
    static func starts(in bytes: [UInt8]) -> [Int] {
        guard bytes.count >= 18 else { return [] }
        return (0...(bytes.count - 18)).filter { index in
            bytes[index] == 0x1f && bytes[index + 1] == 0x8b && bytes[index + 2] == 8
                && bytes[index + 3] & 0xe0 == 0
        }
    }

    /// Unpacks the member that begins at `start`; never makes more than `most` bytes.
    static func unpack(_ bytes: [UInt8], from start: Int, atMost most: Int) -> Unpacked {
        var stream = z_stream()
        // 15 bits of window, and 16 for gzip and nothing else (zlib.h, inflateInit2).
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else { return .none(0) }
        defer { inflateEnd(&stream) }
        var made: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 32 * 1024)
        // zlib only reads from it, though its type does not say so.
        var input = Array(bytes[start...].prefix(PageFinder.largestPage))
        return input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while true {
                let (status, count) = piece.withUnsafeMutableBufferPointer { room in
                    stream.next_out = room.baseAddress
                    stream.avail_out = UInt32(room.count)
                    let status = inflate(&stream, Z_NO_FLUSH)
                    return (status, room.count - Int(stream.avail_out))
                }
                made += piece[..<count]
                guard made.count <= most else { return .tooLarge(made.count) }
                switch status {
                case Z_STREAM_END: return .whole(made)
                case Z_OK where count > 0 || stream.avail_in > 0: continue
                default: return .none(made.count)
                }
            }
        }
    }
}
