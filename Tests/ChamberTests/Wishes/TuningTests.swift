import Chamber
import SwitchCore
import Testing

/// Remote parameters: each changes what it names, and none makes a guard looser than the board's.
@Suite struct TuningTests {
    private static func tuning(_ change: (inout GuardOverrides) -> Void) -> Tuning {
        var tuning = Tuning()
        change(&tuning.guards)
        return tuning
    }

    private static let guardPatches: [Tuning] = [
        tuning { $0.probeTolerance = TemperatureDelta(0.6) },
        tuning { $0.probeTimeout = .seconds(35) },
        tuning { $0.runawayDelta = TemperatureDelta(3) },
        tuning { $0.longestFullPower = .minutes(20) },
        tuning { $0.stuckRelayDelta = TemperatureDelta(0.5) },
        tuning { $0.stuckRelayWindow = .seconds(90) },
    ]

    @Test func everyGuardNumberOfABurstArrivesAndNoneUndoesAnother() {
        for isReversed in [false, true] {
            var bench = ControllerBench.ready()
            let patches = isReversed ? Self.guardPatches.reversed() : Self.guardPatches
            for patch in patches { bench.wish(.tune(patch), from: Requester(.reefnet)) }
            bench.step()
            var wanted = GuardParameters()
            wanted.probeTolerance = TemperatureDelta(0.6)
            wanted.probeTimeout = .seconds(35)
            wanted.runawayDelta = TemperatureDelta(3)
            wanted.longestFullPower = .minutes(20)
            wanted.stuckRelayDelta = TemperatureDelta(0.5)
            wanted.stuckRelayWindow = .seconds(90)
            #expect(bench.snapshot.guards == wanted)
        }
    }

    @Test func aNumberLeavesAnotherSendersNumbersAlone() {
        var bench = ControllerBench.ready()
        var band = Tuning()
        band.band = TemperatureDelta(1)
        for wish in [Wish.setTarget(Celsius(41)), .tune(band), .setVolume(7)] { bench.wish(wish) }
        bench.wish(.tune(Self.guardPatches[2]), from: Requester(.reefnet))
        bench.step()
        #expect(bench.snapshot.settings.target == Celsius(41))
        #expect(bench.snapshot.settings.band == TemperatureDelta(1))
        #expect(bench.snapshot.settings.volume == 7)
        #expect(bench.snapshot.guards.runawayDelta == TemperatureDelta(3))
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
