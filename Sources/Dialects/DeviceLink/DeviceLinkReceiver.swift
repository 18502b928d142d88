import Chamber
import Cryptography

/// Receives an update's frames in any generation of the protocol, and checks that all of its bytes
/// arrive. It keeps none of them, and does not judge the update: its signature is checked
/// elsewhere.
///
/// ```
/// chunk:  seq (4 bytes)  size (4)  CRC-32 (4), all little-endian, then `size` bytes
/// ```
///
/// The server tries a chunk three times and then goes on: a missing chunk shows at the end.
package final class DeviceLinkReceiver {
    /// The answer to a frame, and its new bytes of the update.
    package enum Answer: Equatable, Sendable {
        /// A frame that is not answered.
        case taken([UInt8])
        /// A received chunk; without bytes where it had come before.
        case acknowledged(UInt32, [UInt8])
        case refused(UInt32)
        /// The update has failed: why, for people.
        case failed(String)
    }

    /// Why it was refused, for people.
    package struct Failure: Error, Equatable, Sendable {
        /// A sentence, for the server and the log.
        package let words: String

        package init(words: String) {
            self.words = words
        }
    }

    private static let headBytes = 12

    private let offer: DeviceLinkOffer
    /// The hash of the bytes so far; `nil` where the server announced none.
    private let hash: SHA256?
    private var byteCount = 0
    /// The number of the chunk that comes next.
    package private(set) var expected: UInt32 = 0
    private var isClosed = false

    /// Throws where the machine computes no SHA-256.
    package init(_ offer: DeviceLinkOffer) throws(Failure) {
        self.offer = offer
        do throws(CryptographyError) {
            hash = offer.hash == nil ? nil : try SHA256()
        } catch {
            throw Failure(words: "its SHA-256 cannot be computed: \(error)")
        }
    }

    /// A binary frame came.
    package func receive(_ frame: UnsafeRawBufferPointer) -> Answer {
        switch offer.form {
        case .raw: receiveRaw(frame)
        case .chunks(let size, let count): receiveChunk(frame, size, UInt32(count))
        }
    }

    /// The last chunk has come.
    package var isWhole: Bool {
        if case .chunks(_, let count) = offer.form { Int(expected) == count } else { false }
    }

    /// Refuses every further chunk, and ignores every other frame.
    package func close() {
        isClosed = true
    }

    private func receiveRaw(_ frame: UnsafeRawBufferPointer) -> Answer {
        guard !isClosed else { return .taken([]) }
        let most = offer.byteCount ?? DeviceLinkOffer.longest
        guard byteCount + frame.count <= most else {
            return .failed("it has more than the \(most) bytes that it may have")
        }
        return keep(frame) { .taken($0) }
    }

    private func receiveChunk(
        _ frame: UnsafeRawBufferPointer,
        _ chunkBytes: Int,
        _ count: UInt32
    ) -> Answer {
        guard frame.count >= Self.headBytes else { return .refused(expected) }
        let number = Self.word(0, of: frame)
        let data = UnsafeRawBufferPointer(rebasing: frame[Self.headBytes...])
        var checksum = CyclicChecksum()
        checksum.add(data)
        guard !isClosed, Int(Self.word(1, of: frame)) == data.count, number < count,
            data.count == length(of: number, chunkBytes),
            Self.word(2, of: frame) == checksum.value
        else { return .refused(number) }
        // An acknowledgement may have been lost on its way: the chunk is still there.
        guard number >= expected else { return .acknowledged(number, []) }
        guard number == expected else { return .refused(number) }
        expected += 1
        return keep(data) { .acknowledged(number, $0) }
    }

    private func keep(
        _ bytes: UnsafeRawBufferPointer,
        _ answer: ([UInt8]) -> Answer
    ) -> Answer {
        do throws(CryptographyError) {
            try hash?.update(bytes)
        } catch {
            return .failed("its SHA-256 cannot be computed: \(error)")
        }
        byteCount += bytes.count
        return answer(Array(bytes))
    }

    /// Bytes of a chunk: all have the same but the last.
    private func length(of number: UInt32, _ chunkBytes: Int) -> Int {
        min(chunkBytes, (offer.byteCount ?? 0) - Int(number) * chunkBytes)
    }

    /// The server has sent everything; throws where that is not what it announced. Call it once.
    package func complete() throws(Failure) {
        if case .chunks(_, let count) = offer.form, Int(expected) < count {
            throw Failure(words: "\(count - Int(expected)) of its \(count) chunks are missing")
        }
        if let size = offer.byteCount, size != byteCount {
            throw Failure(words: "\(byteCount) of its \(size) bytes arrived")
        }
        guard byteCount > 0 else { throw Failure(words: "no byte of it arrived") }
        if let hash, try Self.finish(hash) != offer.hash {
            throw Failure(words: "its SHA-256 is not the one that was announced")
        }
    }

    private static func finish(_ hash: SHA256) throws(Failure) -> Digest {
        do throws(CryptographyError) {
            return try hash.finish()
        } catch {
            throw Failure(words: "its SHA-256 cannot be computed: \(error)")
        }
    }

    private static func word(_ index: Int, of frame: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(
            littleEndian: frame.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
        )
    }
}
