import Chamber
import SwitchCore
import Testing

/// The warnings of blower, heater and relay, each at its limit and just inside it.
@Suite struct HealthRulesTests {
    /// A calibrated board whose earlier runs gave these figures.
    private static func bench(
        _ runs: [HealthFigures],
        switchings: UInt64 = 0,
        rated: Int? = nil
    ) throws -> ControllerBench {
        var configuration = ControllerBench.configuration
        configuration.model = try .measured()
        configuration.ratedSwitchings = rated
        var restored = RestoredState()
        restored.health = RestoredHealth(runs)
        restored.relaySwitchings = switchings
        var bench = ControllerBench(configuration, restored: restored)
        bench.run(seconds: 3)
        return bench
    }

    private static let figures: [(HealthFigures, FaultCode?)] = [
        (HealthFigures(heater: 1, blower: 1, loss: 1), nil),
        (HealthFigures(blower: 0.801), nil),
        (HealthFigures(blower: 0.799), .blowerWeak),
        (HealthFigures(heater: 0.751), nil),
        (HealthFigures(heater: 0.749), .heaterWeak),
        (HealthFigures(loss: 3, probeDifferenceKelvin: 0.9), nil),
    ]

    @Test(arguments: figures)
    func aShareBelowItsLimitIsAWarningAndNoMore(row: (HealthFigures, FaultCode?)) throws {
        let bench = try Self.bench([row.0])
        #expect(bench.snapshot.warnings.codes == [row.1].compactMap { $0 })
        #expect(bench.snapshot.latch == nil)
    }

    @Test func oneOddRunAmongSoundOnesIsNoWarning() throws {
        let sound = HealthFigures(heater: 1, blower: 1)
        let odd = HealthFigures(heater: 0.6, blower: 0.65)
        let bench = try Self.bench([sound, odd])
        #expect(bench.snapshot.warnings.isEmpty)
        #expect(bench.snapshot.health.figures == odd, "the newest run is shown")
        let again = try Self.bench([sound, odd, odd])
        #expect(again.snapshot.warnings.codes == [.blowerWeak, .heaterWeak])
    }

    private static let relays: [(UInt64, Int?, Bool)] = [
        (79_999, 100_000, false), (80_000, 100_000, true), (5_000_000, nil, false),
    ]

    @Test(arguments: relays)
    func aRelayWarnsAtFourFifthsOfItsRatedLife(row: (UInt64, Int?, Bool)) throws {
        let bench = try Self.bench([], switchings: row.0, rated: row.1)
        #expect(bench.snapshot.warnings.contains(.relayWorn) == row.2)
    }

    @Test func theWarningComesAgainAtTheEndOfTheRatedLife() throws {
        var bench = try Self.bench([], switchings: 99, rated: 100)
        _ = bench.answer(to: .heat(to: Celsius(60)))
        bench.run(seconds: 5)
        #expect(bench.snapshot.health.switchings == 100)
        let raised = bench.events.compactMap { event -> Double? in
            guard case .warningRaised(.relayWorn, _, let limit) = event.kind else { return nil }
            return limit
        }
        #expect(raised == [0.8, 1])
        #expect(bench.snapshot.warnings.contains(.relayWorn))
    }

    @Test func aReplacedRelayBeginsAtZeroAndItsWarningEnds() throws {
        var bench = try Self.bench([], switchings: 90, rated: 100)
        #expect(bench.snapshot.warnings.contains(.relayWorn))
        #expect(bench.answer(to: .restartRelayCount) == .applied)
        bench.run(seconds: 1)
        #expect(bench.snapshot.health.switchings == 0)
        #expect(bench.snapshot.warnings.isEmpty)
    }

    @Test func aSwitchThatStartsAgainLosesNoCount() throws {
        var bench = try Self.bench([], switchings: 1_000)
        _ = bench.answer(to: .heat(to: Celsius(60)))
        bench.run(seconds: 5)
        _ = bench.answer(to: .setPower(false))
        bench.run(seconds: 5)
        #expect(bench.snapshot.switchings == 1)
        #expect(bench.snapshot.health.switchings == 1_001)
    }
}
