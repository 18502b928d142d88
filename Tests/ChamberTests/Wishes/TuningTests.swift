import Chamber
import SwitchCore
import Testing

/// A batch of remote parameters: all or none, and never a looser guard than the board's.
@Suite struct TuningTests {
    private static func tuning(_ change: (inout GuardParameters) -> Void) -> Tuning {
        var tuning = Tuning()
        var guards = GuardParameters()
        change(&guards)
        tuning.guards = guards
        return tuning
    }

    @Test func aBatchIsOneChange() {
        var bench = ControllerBench.ready()
        var tuning = Self.tuning { $0.probeTolerance = TemperatureDelta(2) }
        tuning.target = Celsius(40)
        tuning.band = TemperatureDelta(1)
        let events = bench.events(of: .tune(tuning))
        #expect(events.map(\.kind) == [.settingsChanged])
        #expect(bench.snapshot.settings.target == Celsius(40))
        #expect(bench.snapshot.settings.band == TemperatureDelta(1))
        #expect(bench.snapshot.guards.probeTolerance == TemperatureDelta(2))
        #expect(!bench.snapshot.settings.isOn)
    }

    @Test func aGuardIsNeverLoosened() {
        var bench = ControllerBench.ready()
        let answer = bench.answer(
            to: .tune(
                Self.tuning {
                    $0.probeTolerance = TemperatureDelta(9)
                    $0.probeTimeout = .seconds(300)
                    $0.runawayDelta = TemperatureDelta(10)
                    $0.longestFullPower = .minutes(120)
                    $0.stuckRelayDelta = TemperatureDelta(5)
                    $0.stuckRelayWindow = .seconds(10)
                }
            )
        )
        #expect(answer == .clamped)
        #expect(bench.snapshot.guards == bench.snapshot.boardGuards)
        #expect(bench.snapshot.settings.guards == GuardOverrides())
    }

    @Test func aTighterToleranceJudgesAtOnce() {
        var bench = SecondChamberProbeTests.bench(30, 32)
        bench.run(seconds: 31)
        #expect(bench.snapshot.warnings.isEmpty)
        _ = bench.answer(to: .tune(Self.tuning { $0.probeTolerance = TemperatureDelta(1) }))
        bench.run(seconds: 31)
        #expect(bench.snapshot.warnings.contains(.probeMismatch))
    }

    @Test func whatIsRememberedIsHeldToTheBoardAgain() {
        var restored = RestoredState()
        restored.settings.guards.probeTolerance = TemperatureDelta(8)
        restored.settings.guards.runawayDelta = TemperatureDelta(3)
        let bench = ControllerBench.ready(restored: restored)
        #expect(bench.snapshot.guards.probeTolerance == TemperatureDelta(5))
        #expect(bench.snapshot.guards.runawayDelta == TemperatureDelta(3))
    }

    @Test func aFactoryResetBringsTheBoardsNumbersBack() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .tune(Self.tuning { $0.runawayDelta = TemperatureDelta(1) }))
        _ = bench.answer(to: .restoreFactorySettings)
        #expect(bench.snapshot.guards == bench.snapshot.boardGuards)
    }
}
