import Boards
import Chamber
import Settings
import SwitchCore
import TestSupport
import Testing

@Suite struct ScanLoopTests {
    private static let start = Instant(nanoseconds: 1_000_000_000)

    private func board(supplyChannel: Int? = 3) throws -> BoardDescription {
        let reference = supplyChannel.map { "\nsupply_channel: \($0)" } ?? ""
        return try BoardText.realBoard(adc: "type: ads1115" + reference)
    }

    private func scan(_ volts: [Int: Double], isAtTop: Bool = false) throws -> ScanOutcome {
        var loop = ScanLoop(try board()) { () throws(BusError) -> any Converter in
            StubConverter(volts: volts, isAtTop: isAtTop)
        }
        return ScanOutcome(loop.scan(at: Self.start))
    }

    @Test func aRoundGivesEachProbeItsShareOfTheMeasuredSupply() throws {
        let reading = try #require(
            scan([0: 0.8, 1: 1.6, 2: 2.4, 3: 3.2]).reading
        )
        let shares = [(reading.chamber, 0.8), (reading.element, 1.6), (reading.chamberSecond, 2.4)]
        for (sample, volts) in shares {
            let code = Int32(volts * 1_000)
            #expect(sample?.outcome == .measured(code: code, ratio: volts / 3.2))
            #expect(sample?.takenAt == Self.start)
        }
    }

    @Test func withoutAReferenceTheFilesSupplyIsTaken() throws {
        var loop = ScanLoop(try board(supplyChannel: nil)) {
            () throws(BusError) -> any Converter in
            StubConverter(volts: [0: 1.65, 1: 0, 2: 0])
        }
        let reading = ScanOutcome(loop.scan(at: Self.start)).reading
        #expect(reading?.chamber?.outcome == .measured(code: 1_650, ratio: 0.5))
    }

    private static let references: [(volts: Double, isPlausible: Bool)] = [
        (3.3, true), (2.806, true), (2.804, false), (3.794, true), (3.796, false), (0, false),
        (-0.1, false), (1.64, false), (2.048, false), (.nan, false), (.infinity, false),
    ]

    @Test(arguments: references)
    func aReferenceThatCannotBeIsNoTemperature(volts: Double, isPlausible: Bool) throws {
        var loop = ScanLoop(try board()) { () throws(BusError) -> any Converter in
            ReferenceConverter(volts: volts)
        }
        let outcome = ScanOutcome(loop.scan(at: Self.start))
        #expect((outcome.error == nil) == isPlausible)
        if let error = outcome.error {
            #expect(error.fault == .failed)
            #expect(error.operation == .reference)
        }
    }

    @Test func aReferenceAtTheEndOfTheRangeIsNoTemperature() throws {
        let error = try scan([0: 1, 1: 1, 2: 1, 3: 3.3], isAtTop: true).error
        #expect(
            error?.description
                == "cannot trust the reference channel of 0x48 on /dev/i2c-1: input 3 reads 3.3 V or "
                + "more, supply_v is 3.3 V; check supply_v and supply_channel in [adc], "
                + "and that input's wire"
        )
    }

    @Test func oneInputThatFailsFailsTheWholeRound() throws {
        var loop = ScanLoop(try board()) { () throws(BusError) -> any Converter in
            StubConverter(volts: [0: 1, 2: 1, 3: 3.3], kind: .wasReset)
        }
        let error = try #require(ScanOutcome(loop.scan(at: Self.start)).error)
        let reading = loop.reading(of: error, at: Self.start)
        let failed = ProbeSample(.failed(.wasReset), takenAt: Self.start)
        #expect(reading.chamber == failed)
        #expect(reading.chamberSecond == failed)
        #expect(reading.element == failed)
    }

    @Test func aProbeThatTheBoardHasNotIsNotSampled() throws {
        let text = BoardText.shortest
        let board = try BoardFile.board(Array(text.utf8), name: "my.conf")
        var loop = ScanLoop(board) { () throws(BusError) -> any Converter in
            StubConverter(volts: [0: 1])
        }
        let reading = try #require(ScanOutcome(loop.scan(at: Self.start)).reading)
        #expect(reading.chamber != nil)
        #expect(reading.chamberSecond == nil)
        #expect(reading.element == nil)
        let error = BusError(.read, .other, at: StubConverter.place)
        #expect(loop.reading(of: error, at: Self.start).element == nil)
    }

    @Test func theConverterIsOpenedOnceAndAnewAfterAnError() throws {
        let bench = Bench()
        var loop = ScanLoop(try board()) { () throws(BusError) -> any Converter in
            bench.opened += 1
            return BenchConverter(bench: bench)
        }
        var openings: [Int] = []
        for round in 0..<6 {
            bench.isGone = round == 3
            _ = loop.scan(at: Self.start.advanced(by: ScanLoop.interval * round))
            openings.append(bench.opened)
        }
        #expect(openings == [1, 1, 1, 1, 2, 2])
    }

    @Test func attemptsArePromptForTwoSecondsThenRarerButNeverRarerThanFiveSeconds() throws {
        var loop = ScanLoop(try board()) { () throws(BusError) -> any Converter in
            throw BusError(.open, errno: 2, at: StubConverter.place)
        }
        var attempts: [Int64] = []
        for round in 0..<120 {
            let milliseconds = Int64(round) * 250
            let now = Instant(nanoseconds: milliseconds * 1_000_000)
            if loop.scan(at: now) != nil { attempts.append(milliseconds) }
        }
        #expect(
            attempts == [
                0, 250, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_250, 3_250, 5_250, 9_250, 14_250,
                19_250, 24_250, 29_250,
            ]
        )
    }
}

/// A round's outcome, taken apart.
private struct ScanOutcome {
    let reading: Reading?
    let error: BusError?

    init(_ result: Result<Reading, BusError>?) {
        switch result {
        case .success(let reading): (self.reading, error) = (reading, nil)
        case .failure(let error): (reading, self.error) = (nil, error)
        case nil: (reading, error) = (nil, nil)
        }
    }
}

/// A converter that can be unplugged.
private final class Bench {
    var opened = 0
    var isGone = false
}

private struct BenchConverter: Converter {
    let bench: Bench

    func beginScan() {}

    func measure(_ channel: Int) throws(BusError) -> Conversion {
        guard !bench.isGone else { throw BusError(.read, errno: 6, at: StubConverter.place) }
        return Conversion(code: 1, volts: 3.3)
    }
}

/// Input 3 reads this voltage, all others 1 V.
private struct ReferenceConverter: Converter {
    let volts: Double

    func beginScan() {}

    func measure(_ channel: Int) throws(BusError) -> Conversion {
        Conversion(code: 1, volts: channel == 3 ? volts : 1)
    }
}
