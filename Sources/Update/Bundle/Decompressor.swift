import CLzma

/// An xz stream, unpacked piece by piece into room that never grows.
final class Decompressor {
    /// What came of some input.
    enum Progress {
        /// All of it was used.
        case needsMore
        /// The stream has ended, with so many bytes of the input left.
        case ended(left: Int)
    }

    /// Memory for the dictionary of 16 MiB that `packaging/bundle` chooses, and some for the rest; a
    /// stream that wants more is refused.
    private static let mostMemory: UInt64 = 24 << 20

    /// The library keeps addresses within it, so it must not move.
    private let stream: UnsafeMutablePointer<lzma_stream>
    private let room: UnsafeMutableRawBufferPointer

    init() throws(BundleError) {
        stream = .allocate(capacity: 1)
        // All zero is LZMA_STREAM_INIT (lzma/base.h).
        stream.initialize(to: lzma_stream())
        room = .allocate(byteCount: BundleLimits.piece, alignment: 16)
        guard lzma_stream_decoder(stream, Self.mostMemory, 0) == LZMA_OK else {
            throw .machine("there is no memory to unpack with")
        }
    }

    deinit {
        lzma_end(stream)
        stream.deallocate()
        room.deallocate()
    }

    /// Unpacks `input` and hands over what came out, at most ``BundleLimits/piece`` bytes at a time.
    func receive(
        _ input: UnsafeRawBufferPointer,
        _ hand: (UnsafeRawBufferPointer) throws(BundleError) -> Void
    ) throws(BundleError) -> Progress {
        guard let start = input.baseAddress, let out = room.baseAddress else { return .needsMore }
        stream.pointee.next_in = start.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = input.count
        while true {
            stream.pointee.next_out = out.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = room.count
            let result = lzma_code(stream, LZMA_RUN)
            let made = room.count - stream.pointee.avail_out
            if made > 0 { try hand(UnsafeRawBufferPointer(start: out, count: made)) }
            if result == LZMA_STREAM_END { return .ended(left: stream.pointee.avail_in) }
            // With no input left and nothing made, the library says so by LZMA_BUF_ERROR.
            let isStarved = stream.pointee.avail_in == 0 && made < room.count
            guard result == LZMA_OK || (result == LZMA_BUF_ERROR && isStarved) else {
                if result == LZMA_MEM_ERROR {
                    throw .machine("there is no memory to unpack with")
                }
                throw .wrongPayload
            }
            if isStarved { return .needsMore }
        }
    }
}
