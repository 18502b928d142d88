import Chamber
import Cryptography

/// Takes an update's bytes as a server sends them, in whatever generation of the protocol, and judges
/// whether they are all there. Whether they are an update is for others to judge, by its signature.
///
/// ```
/// chunk:  seq (4 bytes)  size (4)  CRC-32 (4), all little-endian, then `size` bytes
/// ```
///
/// The server tries a chunk three times and then goes on: what is missing shows at the end.
package struct DeviceLinkReceiver: Sendable {
    /// What a frame is answered with.
    package enum Answer: Equatable, Sendable {
        case nothing
        case acknowledged(UInt32)
        case refused(UInt32)
        /// The update is over: why, for people.
        case failed(String)
    }

    /// Why it was not taken, for people.
    package struct Failure: Error, Equatable, Sendable {
        package let words: String

        package init(words: String) {
            self.words = words
        }
    }

    private static let headBytes = 12

    private let offer: DeviceLinkOffer
    private var bytes: [UInt8] = []
    /// The number of the chunk that comes next.
    private var expected: UInt32 = 0

    package init(_ offer: DeviceLinkOffer) {
        self.offer = offer
    }

    /// Takes a binary frame.
    package mutating func take(_ frame: UnsafeRawBufferPointer) -> Answer {
        switch offer.form {
        case .raw: takeRaw(frame)
        case .chunks(let size, let count): takeChunk(frame, size, UInt32(count))
        }
    }

    private mutating func takeRaw(_ frame: UnsafeRawBufferPointer) -> Answer {
        let most = offer.byteCount ?? DeviceLinkOffer.longest
        guard bytes.count + frame.count <= most else {
            return .failed("it has more than the \(most) bytes that it may have")
        }
        bytes.append(contentsOf: frame)
        return .nothing
    }

    private mutating func takeChunk(
        _ frame: UnsafeRawBufferPointer,
        _ chunkBytes: Int,
        _ count: UInt32
    ) -> Answer {
        guard frame.count >= Self.headBytes else { return .refused(expected) }
        let number = Self.word(0, of: frame)
        let data = UnsafeRawBufferPointer(rebasing: frame[Self.headBytes...])
        var checksum = CyclicChecksum()
        checksum.take(data)
        guard Int(Self.word(1, of: frame)) == data.count, number < count,
            data.count == length(of: number, chunkBytes),
            Self.word(2, of: frame) == checksum.value
        else { return .refused(number) }
        // An acknowledgement may have been lost on its way: the chunk is there all the same.
        guard number >= expected else { return .acknowledged(number) }
        guard number == expected else { return .refused(number) }
        bytes.append(contentsOf: data)
        expected += 1
        return .acknowledged(number)
    }

    /// Bytes of a chunk: all have the same but the last.
    private func length(of number: UInt32, _ chunkBytes: Int) -> Int {
        min(chunkBytes, (offer.byteCount ?? 0) - Int(number) * chunkBytes)
    }

    /// The server says that all has been sent: the bytes, where they are what was announced.
    package func complete() throws(Failure) -> [UInt8] {
        if case .chunks(_, let count) = offer.form, Int(expected) < count {
            throw Failure(words: "\(count - Int(expected)) of its \(count) chunks are missing")
        }
        if let size = offer.byteCount, size != bytes.count {
            throw Failure(words: "\(bytes.count) of its \(size) bytes arrived")
        }
        guard !bytes.isEmpty else { throw Failure(words: "no byte of it arrived") }
        if let announced = offer.hash, try Self.hash(of: bytes) != announced {
            throw Failure(words: "its SHA-256 is not the one that was announced")
        }
        return bytes
    }

    private static func hash(of bytes: [UInt8]) throws(Failure) -> Digest {
        do throws(CryptographyError) {
            return try SHA256.digest(of: bytes)
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
