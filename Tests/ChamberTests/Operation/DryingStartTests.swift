import Chamber
import SwitchCore
import Testing

/// The start of a run as the Panda Breath wire asks for it, and temperatures during a run.
@Suite struct DryingStartTests {
    private static let page = Requester(.panda, session: 1)

    @Test(arguments: [OperatingMode.auto, .alwaysOn])
    func aStartChangesNoMode(mode: OperatingMode) {
        for isOn in [false, true] {
            var bench = isOn ? ControllerBench.on(mode) : ControllerBench.ready()
            _ = bench.answer(to: .setMode(mode))
            #expect(bench.answer(to: .startDryingInMode, from: Self.page) == .unchanged)
            bench.run(seconds: 5)
            #expect(bench.snapshot.settings.mode == mode)
            #expect(!bench.snapshot.drying.isRunning)
        }
    }

    /// What a public client sends for mode auto.
    @Test func stopModeAutoAndStartIsNoRun() {
        var bench = DryingRunTests.running()
        for wish in [Wish.stopDrying, .setMode(.auto), .startDryingInMode] {
            bench.wish(wish, from: Self.page)
        }
        bench.run(seconds: 3)
        #expect(bench.snapshot.settings.mode == .auto)
        #expect(!bench.snapshot.drying.isRunning)
    }

    @Test func theModeMayFollowWithinASecondFromTheSameClient() {
        let others = [
            (Self.page, 0.5, true), (Self.page, 1.2, false), (Requester(.api), 0.5, false),
        ]
        for (requester, wait, starts) in others {
            var bench = ControllerBench.on(.auto)
            _ = bench.answer(to: .startDryingInMode, from: Self.page)
            bench.run(seconds: wait)
            _ = bench.answer(to: .setMode(.drying), from: requester)
            #expect(bench.snapshot.drying.isRunning == starts, "\(requester) after \(wait) s")
        }
    }

    @Test(arguments: [Wish.stopDrying, .setMode(.alwaysOn), .setPower(false)])
    func whatEndsARunForgetsTheStart(wish: Wish) {
        var bench = ControllerBench.ready()
        for wish in [Wish.startDryingInMode, wish, .setMode(.drying), .setPower(true)] {
            bench.wish(wish, from: Self.page)
        }
        bench.run(seconds: 1)
        #expect(!bench.snapshot.drying.isRunning)
        #expect(bench.snapshot.setPoint == nil)
    }

    @Test func inTheModeDryingItStartsAtOnceAndBeforeThePower() {
        for wishes in [
            [Wish.setPower(true), .startDryingInMode], [.startDryingInMode, .setPower(true)],
        ] {
            var bench = ControllerBench.ready()
            _ = bench.answer(to: .setMode(.drying))
            for wish in wishes { _ = bench.answer(to: wish, from: Self.page) }
            #expect(bench.snapshot.drying.isRunning && bench.snapshot.setPoint == Celsius(60))
        }
    }

    // MARK: Temperatures

    @Test(arguments: [Wish.setDryingTarget(Celsius(42)), .setShownTarget(Celsius(42))])
    func aTemperatureInACustomRunAppliesToThatRun(wish: Wish) {
        var bench = DryingRunTests.running()
        let before = bench.snapshot.drying.remaining
        _ = bench.answer(to: wish)
        #expect(bench.snapshot.setPoint == Celsius(42))
        #expect(bench.snapshot.drying.target == Celsius(42))
        #expect(bench.snapshot.settings.customDryingTarget == Celsius(42))
        #expect(bench.snapshot.drying.remaining == before - .milliseconds(100))
    }

    @Test func aTemperatureOfThePandaWireIsForTheNextRun() {
        var bench = DryingRunTests.running()
        _ = bench.answer(to: .setCustomDryingTarget(Celsius(42)), from: Self.page)
        #expect(bench.snapshot.setPoint == Celsius(50))
        #expect(bench.snapshot.drying.target == Celsius(50), "what is shown is what is done")
        _ = bench.answer(to: .stopDrying)
        #expect(bench.snapshot.drying.target == Celsius(42))
    }

    @Test func aTemperatureInAPresetsRunMakesItACustomOne() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .dryPreset(.pla))
        bench.run(seconds: 10)
        let before = bench.snapshot.drying.remaining
        _ = bench.answer(to: .setDryingTarget(Celsius(44)))
        #expect(bench.snapshot.setPoint == Celsius(55), "the custom programme's is another one's")
        _ = bench.answer(to: .setShownTarget(Celsius(43)))
        #expect(bench.snapshot.setPoint == Celsius(43))
        #expect(bench.snapshot.settings.dryingPreset == .custom)
        #expect(bench.snapshot.drying.isRunning)
        #expect(before - bench.snapshot.drying.remaining < .seconds(1))
    }

    @Test func elsewhereTheShownTemperatureIsTheTarget() {
        for isOn in [false, true] {
            var bench = isOn ? ControllerBench.on(.alwaysOn) : ControllerBench.ready()
            if !isOn { _ = bench.answer(to: .setMode(.drying)) }
            _ = bench.answer(to: .setShownTarget(Celsius(43)))
            #expect(bench.snapshot.settings.target == Celsius(43))
            #expect(bench.snapshot.settings.customDryingTarget == Celsius(60))
        }
    }

    // MARK: One wish for power and mode

    @Test func aModeIsTurnedOnWithTheNumbersOfThatMoment() {
        var bench = ControllerBench.ready()
        // Both in one step: no sender has seen the new target.
        bench.wish(.setTarget(Celsius(45)))
        bench.wish(.run(.alwaysOn))
        bench.step()
        #expect(bench.snapshot.setPoint == Celsius(45))
        bench.wish(.selectDryingPreset(.pla))
        bench.wish(.run(.drying))
        bench.step()
        #expect(bench.snapshot.setPoint == Celsius(55) && bench.snapshot.drying.isRunning)
        #expect(bench.answer(to: .run(.auto)) == .applied)
        #expect(bench.snapshot.settings.mode == .auto && bench.snapshot.settings.isOn)
        #expect(!bench.snapshot.drying.isRunning)
    }
}
