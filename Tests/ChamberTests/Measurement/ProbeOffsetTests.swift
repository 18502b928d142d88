import Chamber
import SwitchCore
import Testing

/// The user's correction of a probe's reading, and the board's.
@Suite struct ProbeOffsetTests {
    private func degrees(_ bench: ControllerBench) -> Double {
        bench.snapshot.chamber.temperature?.degrees ?? .nan
    }

    @Test(arguments: [-5.0, -0.5, 0.5, 5])
    func aCorrectionMovesTheReading(kelvins: Double) {
        var bench = ControllerBench.ready()
        let before = degrees(bench)
        let requester = Requester(.page, session: 2)
        let events = bench.events(
            of: .setOffset(.chamber, TemperatureDelta(kelvins)),
            from: requester
        )
        #expect(events == [Event(at: bench.now, kind: .settingsChanged, requester: requester)])
        bench.run(seconds: 15)
        #expect(abs(degrees(bench) - before - kelvins) < 0.01)
        #expect(bench.snapshot.offsets.chamber == TemperatureDelta(kelvins))
        #expect(bench.snapshot.settingsChangedBy == requester)
    }

    @Test func aCorrectionMovesOneProbeAlone() {
        var bench = ControllerBench.ready()
        let element = bench.snapshot.element.temperature
        _ = bench.answer(to: .setOffset(.chamber, TemperatureDelta(3)))
        bench.run(seconds: 15)
        #expect(bench.snapshot.element.temperature == element)
        #expect(bench.snapshot.offsets.element == .zero)
    }

    @Test func aCorrectionReplacesTheOneBefore() {
        var bench = ControllerBench.ready()
        let before = degrees(bench)
        for kelvins in [4.0, -2] {
            _ = bench.answer(to: .setOffset(.chamber, TemperatureDelta(kelvins)))
            bench.run(seconds: 15)
        }
        #expect(abs(degrees(bench) - before + 2) < 0.01)
    }

    private static let sums: [(board: Double, user: Double, sum: Double)] = [
        (3, 1, 4), (4, 4, 5), (-4, -4, -5), (9, 0, 5), (9, -5, 0), (-3, 5, 2),
    ]

    @Test(arguments: sums.indices)
    func theBoardsCorrectionAndTheUsersAreHeldTogetherToo(row: Int) {
        let (board, user, sum) = Self.sums[row]
        var configuration = ControllerBench.configuration
        configuration.chamber.offset = TemperatureDelta(board)
        var bench = ControllerBench(configuration)
        bench.wish(.setOffset(.chamber, TemperatureDelta(user)))
        bench.run(seconds: 15)
        #expect(abs(degrees(bench) - 25 - sum) < 0.02)
        #expect(bench.snapshot.offsets.chamber == TemperatureDelta(user), "the user's own")
    }

    @Test func theLargestCorrectionWhileHeatingIsNoFault() {
        var bench = ControllerBench.heating()
        for kelvins in [5.0, -5, 5] {
            _ = bench.answer(to: .setOffset(.chamber, TemperatureDelta(kelvins)))
            _ = bench.answer(to: .setOffset(.element, TemperatureDelta(kelvins)))
            bench.run(seconds: 5)
            #expect(bench.snapshot.latch == nil)
            #expect(bench.snapshot.chamber.condition == .good)
        }
    }

    @Test func storedCorrectionsAreHeldToTheirCeilingAsTheyAreLoaded() {
        var restored = RestoredState()
        restored.offsets.chamber = TemperatureDelta(80)
        restored.offsets.element = TemperatureDelta(-2)
        let bench = ControllerBench.ready(restored: restored)
        #expect(bench.snapshot.offsets.chamber == TemperatureDelta(5))
        #expect(bench.snapshot.offsets.element == TemperatureDelta(-2))
        #expect(abs(degrees(bench) - 30) < 0.02)
    }
}
