import Boards
import CAllocationCounter
import Chamber
import MachineClock
import SwitchCore
import Synchronization
import Settings
import TestSupport
import Testing

@Suite struct SamplerTests {
    private let board: BoardDescription

    init() throws {
        board = try BoardText.realBoard(adc: "type: ads1115\nsupply_channel: 3")
    }

    @Test func itReadsUntilItIsStopped() throws {
        let works = Gate()
        let sampler = try Sampler(
            board,
            clock: { .monotonic() },
            open: { () throws(BusError) -> any Converter in
                StubConverter(volts: [0: 1.65, 1: 1, 2: 1, 3: 3.3])
            },
            publish: { _ in works.open() }
        )
        #expect(sampler.reading == Reading())
        try sampler.start()
        works.wait()
        #expect(sampler.state(at: .monotonic()).condition == .working)
        #expect(sampler.reading.chamber?.outcome == .measured(code: 1_650, ratio: 0.5))
        #expect(sampler.stop())
        #expect(sampler.stop())
    }

    @Test func aConverterThatIsAbsentAtTheStartRecoversByItself() throws {
        let told = Gate()
        let isThere = Atomic(false)
        let sampler = try Sampler(
            board,
            clock: { .monotonic() },
            open: { () throws(BusError) -> any Converter in
                guard isThere.load(ordering: .acquiring) else {
                    throw BusError(.open, errno: 2, at: StubConverter.place)
                }
                return StubConverter(volts: [0: 1.65, 1: 1, 2: 1, 3: 3.3])
            },
            publish: { _ in told.open() }
        )
        try sampler.start()
        told.wait()
        let absent = BusError(.open, errno: 2, at: StubConverter.place)
        #expect(sampler.state(at: .monotonic()).condition == .failing(absent))
        #expect(sampler.reading.chamber?.outcome == .failed(.failed))
        isThere.store(true, ordering: .releasing)
        told.wait()
        #expect(sampler.state(at: .monotonic()).condition == .working)
        #expect(sampler.stop())
    }

    @Test func theBeatReadsItWithoutTheHeap() throws {
        let sampler = try Sampler(
            board,
            clock: { Instant(nanoseconds: 0) },
            open: { () throws(BusError) -> any Converter in StubConverter(volts: [:]) }
        )
        var reading = sampler.reading
        let before = hearth_allocations()
        for _ in 0..<1_000 { reading = sampler.reading }
        let after = hearth_allocations()
        #expect(after == before)
        #expect(reading == Reading())
    }

    /// The test sets the time, so that nothing waits for the two seconds.
    @Test func aReadThatHangsIsToldAndLeftBehind() throws {
        let entered = Gate()
        let hangs = Gate()
        let sampler = try Sampler(
            board,
            clock: { Instant(nanoseconds: 0) },
            open: { () throws(BusError) -> any Converter in
                HangingConverter(entered: entered, hangs: hangs)
            }
        )
        try sampler.start()
        entered.wait()
        let twoSeconds = Instant(nanoseconds: 2_000_000_000)
        #expect(sampler.state(at: twoSeconds).condition == .starting)
        #expect(
            sampler.state(at: twoSeconds.advanced(by: .nanoseconds(1)))
                == ConverterState(.hanging(StubConverter.place), since: Instant(nanoseconds: 0))
        )
        #expect(sampler.reading == Reading())
        #expect(!sampler.stop())
        hangs.open()
    }
}

/// A converter whose first read returns only when it is released.
private struct HangingConverter: Converter {
    let entered: Gate
    let hangs: Gate

    func beginScan() throws(BusError) {
        entered.open()
        hangs.wait()
        throw BusError(.read, .timedOut, at: StubConverter.place)
    }

    func measure(_ channel: Int) throws(BusError) -> Conversion {
        throw BusError(.read, .timedOut, at: StubConverter.place)
    }
}
