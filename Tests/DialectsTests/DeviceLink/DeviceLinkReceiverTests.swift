import Chamber
import Cryptography
import Dialects
import JSON
import Testing

/// The three generations of an update, and all that can go wrong with each.
@Suite struct DeviceLinkReceiverTests {
    private static let bundle = (0..<2_500).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    static func chunk(
        _ number: UInt32,
        _ data: [UInt8],
        size: UInt32? = nil,
        damage: UInt32 = 0
    ) -> [UInt8] {
        var checksum = CyclicChecksum()
        checksum.take(data)
        let head = [number, size ?? UInt32(data.count), checksum.value ^ damage]
        return head.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
            + data
    }

    /// The chunks of ``bundle``, 1,000 bytes each.
    private static func piece(_ number: Int) -> [UInt8] {
        Array(bundle[(number * 1_000)..<min(2_500, number * 1_000 + 1_000)])
    }

    private static func offer(
        _ change: (inout DeviceLinkOffer) -> Void = { _ in }
    ) throws -> DeviceLinkOffer {
        var offer = DeviceLinkOffer()
        offer.byteCount = 2_500
        offer.hash = try SHA256.digest(of: bundle)
        offer.form = .chunks(bytes: 1_000, count: 3)
        change(&offer)
        return offer
    }

    private static func take(
        _ frame: [UInt8],
        _ receiver: inout DeviceLinkReceiver
    ) -> DeviceLinkReceiver.Answer {
        frame.withUnsafeBytes { receiver.take($0) }
    }

    private static func verdict(_ receiver: DeviceLinkReceiver) -> Result<[UInt8], any Error> {
        Result { try receiver.complete() }
    }

    @Test func chunksMakeTheBundle() throws {
        var receiver = DeviceLinkReceiver(try Self.offer())
        for number in 0..<3 {
            let frame = Self.chunk(UInt32(number), Self.piece(number))
            #expect(Self.take(frame, &receiver) == .acknowledged(UInt32(number)))
        }
        #expect(try receiver.complete() == Self.bundle)
    }

    @Test func aChunkThatComesTwiceIsAcknowledgedAndTakenOnce() throws {
        var receiver = DeviceLinkReceiver(try Self.offer())
        for number in [0, 0, 1, 0, 1, 2, 2] {
            let frame = Self.chunk(UInt32(number), Self.piece(number))
            #expect(Self.take(frame, &receiver) == .acknowledged(UInt32(number)))
        }
        #expect(try receiver.complete() == Self.bundle)
    }

    @Test func aGapIsRefusedAndShowsAtTheEnd() throws {
        var receiver = DeviceLinkReceiver(try Self.offer())
        _ = Self.take(Self.chunk(0, Self.piece(0)), &receiver)
        #expect(Self.take(Self.chunk(2, Self.piece(2)), &receiver) == .refused(2))
        #expect(throws: DeviceLinkReceiver.Failure(words: "2 of its 3 chunks are missing")) {
            try receiver.complete()
        }
    }

    @Test func whatIsWrongInAChunkIsRefusedByItsNumber() throws {
        let start = DeviceLinkReceiver(try Self.offer())
        let first = Self.piece(0)
        let wrong: [([UInt8], UInt32)] = [
            (Self.chunk(0, first, damage: 1), 0), (Self.chunk(0, first, size: 999), 0),
            (Self.chunk(0, Array(first.dropLast())), 0), (Self.chunk(0, first + [0]), 0),
            (Self.chunk(9, first), 9), (Self.chunk(.max, first), .max), (Self.chunk(0, []), 0),
        ]
        for (frame, number) in wrong {
            var receiver = start
            #expect(Self.take(frame, &receiver) == .refused(number))
        }
    }

    @Test func aShortFrameIsRefusedByTheNumberThatIsExpected() throws {
        var receiver = DeviceLinkReceiver(try Self.offer())
        #expect(Self.take([], &receiver) == .refused(0))
        _ = Self.take(Self.chunk(0, Self.piece(0)), &receiver)
        #expect(Self.take([1, 2, 3], &receiver) == .refused(1))
        #expect(Self.take(Array(Self.chunk(1, []).dropLast()), &receiver) == .refused(1))
    }

    @Test(arguments: 0..<3)
    func anUpdateThatIsCutOffAtAChunkIsRefused(count: Int) throws {
        var receiver = DeviceLinkReceiver(try Self.offer())
        for number in 0..<count {
            _ = Self.take(Self.chunk(UInt32(number), Self.piece(number)), &receiver)
        }
        #expect(throws: DeviceLinkReceiver.Failure.self) { try receiver.complete() }
    }

    @Test func rawFramesMakeTheBundle() throws {
        for offer in [DeviceLinkOffer(), try Self.offer { $0.form = .raw }] {
            var receiver = DeviceLinkReceiver(offer)
            #expect(Self.take(Array(Self.bundle[..<1_234]), &receiver) == .nothing)
            #expect(Self.take([], &receiver) == .nothing)
            #expect(Self.take(Array(Self.bundle[1_234...]), &receiver) == .nothing)
            #expect(try receiver.complete() == Self.bundle)
        }
    }

    @Test func moreThanWasAnnouncedIsRefused() throws {
        var receiver = DeviceLinkReceiver(try Self.offer { $0.form = .raw })
        #expect(Self.take(Self.bundle, &receiver) == .nothing)
        guard case .failed = Self.take([0], &receiver) else {
            Issue.record("one byte too many was taken")
            return
        }
    }

    @Test func withoutASizeTheLimitHolds() {
        var receiver = DeviceLinkReceiver(DeviceLinkOffer())
        let piece = [UInt8](repeating: 0, count: 0x10000)
        for _ in 0..<(0x480000 / 0x10000) { #expect(Self.take(piece, &receiver) == .nothing) }
        guard case .failed = Self.take([0], &receiver) else {
            Issue.record("more than the limit was taken")
            return
        }
    }

    @Test func anotherHashIsRefused() throws {
        var receiver = DeviceLinkReceiver(try Self.offer { $0.form = .raw })
        var damaged = Self.bundle
        damaged[7] ^= 1
        _ = Self.take(damaged, &receiver)
        #expect(throws: DeviceLinkReceiver.Failure.self) { try receiver.complete() }
    }

    @Test func nothingIsNoUpdate() {
        let receiver = DeviceLinkReceiver(DeviceLinkOffer())
        #expect(throws: DeviceLinkReceiver.Failure.self) { try receiver.complete() }
    }
}
