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
        checksum.add(data)
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

    private static func receive(
        _ frame: [UInt8],
        _ receiver: DeviceLinkReceiver
    ) -> DeviceLinkReceiver.Answer {
        frame.withUnsafeBytes { receiver.receive($0) }
    }

    @Test func chunksMakeTheBundle() throws {
        let receiver = try DeviceLinkReceiver(try Self.offer())
        for number in 0..<3 {
            let frame = Self.chunk(UInt32(number), Self.piece(number))
            let answer = DeviceLinkReceiver.Answer.acknowledged(UInt32(number), Self.piece(number))
            #expect(Self.receive(frame, receiver) == answer)
        }
        try receiver.complete()
    }

    @Test func aChunkThatComesTwiceIsAcknowledgedAndTakenOnce() throws {
        let receiver = try DeviceLinkReceiver(try Self.offer())
        for (number, isNew) in [
            (0, true), (0, false), (1, true), (0, false), (1, false), (2, true), (2, false),
        ] {
            let frame = Self.chunk(UInt32(number), Self.piece(number))
            let new = isNew ? Self.piece(number) : []
            #expect(Self.receive(frame, receiver) == .acknowledged(UInt32(number), new))
        }
        try receiver.complete()
    }

    @Test func aGapIsRefusedAndShowsAtTheEnd() throws {
        let receiver = try DeviceLinkReceiver(try Self.offer())
        _ = Self.receive(Self.chunk(0, Self.piece(0)), receiver)
        #expect(Self.receive(Self.chunk(2, Self.piece(2)), receiver) == .refused(2))
        #expect(throws: DeviceLinkReceiver.Failure(words: "2 of its 3 chunks are missing")) {
            try receiver.complete()
        }
    }

    @Test func whatIsWrongInAChunkIsRefusedByItsNumber() throws {
        let first = Self.piece(0)
        let wrong: [([UInt8], UInt32)] = [
            (Self.chunk(0, first, damage: 1), 0), (Self.chunk(0, first, size: 999), 0),
            (Self.chunk(0, Array(first.dropLast())), 0), (Self.chunk(0, first + [0]), 0),
            (Self.chunk(9, first), 9), (Self.chunk(.max, first), .max), (Self.chunk(0, []), 0),
        ]
        for (frame, number) in wrong {
            let receiver = try DeviceLinkReceiver(try Self.offer())
            #expect(Self.receive(frame, receiver) == .refused(number))
        }
    }

    @Test func aShortFrameIsRefusedByTheNumberThatIsExpected() throws {
        let receiver = try DeviceLinkReceiver(try Self.offer())
        #expect(Self.receive([], receiver) == .refused(0))
        _ = Self.receive(Self.chunk(0, Self.piece(0)), receiver)
        #expect(Self.receive([1, 2, 3], receiver) == .refused(1))
        #expect(Self.receive(Array(Self.chunk(1, []).dropLast()), receiver) == .refused(1))
    }

    @Test(arguments: 0..<3)
    func anUpdateThatIsCutOffAtAChunkIsRefused(count: Int) throws {
        let receiver = try DeviceLinkReceiver(try Self.offer())
        for number in 0..<count {
            _ = Self.receive(Self.chunk(UInt32(number), Self.piece(number)), receiver)
        }
        #expect(throws: DeviceLinkReceiver.Failure.self) { try receiver.complete() }
    }

    @Test func rawFramesMakeTheBundle() throws {
        for offer in [DeviceLinkOffer(), try Self.offer { $0.form = .raw }] {
            let receiver = try DeviceLinkReceiver(offer)
            for part in [Self.bundle[..<1_234], [], Self.bundle[1_234...]] {
                #expect(Self.receive(Array(part), receiver) == .taken(Array(part)))
            }
            try receiver.complete()
        }
    }

    @Test func moreThanWasAnnouncedIsRefused() throws {
        let receiver = try DeviceLinkReceiver(try Self.offer { $0.form = .raw })
        #expect(Self.receive(Self.bundle, receiver) == .taken(Self.bundle))
        guard case .failed = Self.receive([0], receiver) else {
            Issue.record("one byte too many was taken")
            return
        }
    }

    @Test func withoutASizeTheLimitHolds() throws {
        let receiver = try DeviceLinkReceiver(DeviceLinkOffer())
        let piece = [UInt8](repeating: 0, count: 0x10000)
        for _ in 0..<(0x480000 / 0x10000) {
            #expect(Self.receive(piece, receiver) == .taken(piece))
        }
        guard case .failed = Self.receive([0], receiver) else {
            Issue.record("more than the limit was taken")
            return
        }
    }

    @Test func anotherHashIsRefused() throws {
        let receiver = try DeviceLinkReceiver(try Self.offer { $0.form = .raw })
        var damaged = Self.bundle
        damaged[7] ^= 1
        _ = Self.receive(damaged, receiver)
        #expect(throws: DeviceLinkReceiver.Failure.self) { try receiver.complete() }
    }

    @Test func nothingIsNoUpdate() throws {
        let receiver = try DeviceLinkReceiver(DeviceLinkOffer())
        #expect(throws: DeviceLinkReceiver.Failure.self) { try receiver.complete() }
    }

    @Test func whatIsClosedTakesNothingMore() throws {
        let receiver = try DeviceLinkReceiver(try Self.offer())
        let first = Self.chunk(0, Self.piece(0))
        #expect(Self.receive(first, receiver) == .acknowledged(0, Self.piece(0)))
        receiver.close()
        #expect(Self.receive(first, receiver) == .refused(0))
        #expect(Self.receive(Self.chunk(1, Self.piece(1)), receiver) == .refused(1))
        let raw = try DeviceLinkReceiver(DeviceLinkOffer())
        raw.close()
        #expect(Self.receive([1, 2, 3], raw) == .taken([]))
    }
}
