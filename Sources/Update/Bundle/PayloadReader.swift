import CLzma
import Cryptography

/// Unpacks a payload into its files and checks each of them against the manifest.
///
/// It never hands over more bytes than the manifest declares.
package final class PayloadReader {
    /// What comes out, in the order of the manifest.
    package enum Step {
        /// The next bytes of a file, valid during the call.
        case bytes(of: BundleManifest.File, UnsafeRawBufferPointer)
        /// The file is whole, and its hash is right.
        case end(of: BundleManifest.File)
    }

    private let files: [BundleManifest.File]
    private let decompressor: Decompressor
    /// The current file; nothing may follow the last one.
    private var index = 0
    private var count = 0
    private var hash: SHA256
    private var hasEnded = false

    /// Begins with the first byte of a payload.
    package init(_ manifest: BundleManifest) throws(BundleError) {
        files = manifest.files
        decompressor = try Decompressor()
        hash = try Self.asBundleError { () throws(CryptographyError) in try SHA256() }
    }

    /// Unpacks the next bytes of the payload; `hand` receives the unpacked bytes.
    package func receive(
        _ bytes: UnsafeRawBufferPointer,
        _ hand: (Step) throws(BundleError) -> Void
    ) throws(BundleError) {
        guard bytes.count > 0 else { return }
        guard !hasEnded else { throw .wrongPayload }
        let progress = try decompressor.receive(bytes) { (piece) throws(BundleError) in
            try sort(piece, hand)
        }
        guard case .ended(let left) = progress else { return }
        hasEnded = true
        guard left == 0 else { throw .wrongPayload }
    }

    /// Call after the last byte: throws unless every file has ended.
    package func finish() throws(BundleError) {
        guard hasEnded, index == files.count else { throw .wrongPayload }
    }

    /// Gives unpacked bytes to the files that they belong to.
    private func sort(
        _ piece: UnsafeRawBufferPointer,
        _ hand: (Step) throws(BundleError) -> Void
    ) throws(BundleError) {
        var rest = piece
        while rest.count > 0 {
            guard index < files.count else { throw .wrongPayload }
            let file = files[index]
            let taken = min(rest.count, file.size - count)
            let part = UnsafeRawBufferPointer(rebasing: rest[..<taken])
            try Self.asBundleError { () throws(CryptographyError) in try hash.update(part) }
            try hand(.bytes(of: file, part))
            rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            count += taken
            guard count == file.size else { continue }
            let digest = try Self.asBundleError { () throws(CryptographyError) in
                try hash.finish()
            }
            guard digest == file.digest else { throw .wrongPayload }
            try hand(.end(of: file))
            hash = try Self.asBundleError { () throws(CryptographyError) in try SHA256() }
            index += 1
            count = 0
        }
    }

    private static func asBundleError<Value>(
        _ body: () throws(CryptographyError) -> Value
    ) throws(BundleError) -> Value {
        do throws(CryptographyError) {
            return try body()
        } catch {
            throw .machine(error.description)
        }
    }
}

/// Unpacks an xz stream piece by piece in bounded memory.
final class Decompressor {
    /// The result of some input.
    enum Progress {
        /// All of it was used.
        case needsMore
        /// The stream has ended, with this many bytes of the input left.
        case ended(left: Int)
    }

    /// Memory for the dictionary of 16 MiB that `packaging/bundle` chooses, and some for the rest; a
    /// stream that wants more is refused.
    private static let mostMemory: UInt64 = 24 << 20

    /// The library keeps pointers into it, so it must not move.
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
            // With no input left and no output, the library returns LZMA_BUF_ERROR.
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
