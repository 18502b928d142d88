import Chamber
import SwitchCore
import Testing

/// Power and mode: who may turn the heater on, what each mode demands, what ends with it.
@Suite struct PowerAndModeTests {
    private let page = Requester(.page, session: 4)

    @Test func turningOnAndOffSaysWhoAskedAndWhy() {
        var bench = ControllerBench.ready()
        let on = bench.events(of: .setPower(true), from: page)
        #expect(on.map(\.kind) == [.poweredOn(.auto, target: Celsius(60))])
        #expect(on.map(\.requester) == [page])
        #expect(bench.snapshot.settings.isOn)
        #expect(bench.snapshot.settingsChangedBy == page)
        let button = Requester(.button)
        let off = bench.events(of: .setPower(false), from: button)
        #expect(off.map(\.kind) == [.poweredOff(.wish)])
        #expect(off.map(\.requester) == [button])
        #expect(!bench.snapshot.settings.isOn)
        #expect(bench.snapshot.offReason == .wish)
        #expect(bench.snapshot.settingsChangedBy == button)
    }

    @Test func askingAgainForWhatIsSoIsNoEvent() {
        var bench = ControllerBench.on(.alwaysOn)
        #expect(bench.events(of: .setPower(true)).isEmpty)
        _ = bench.answer(to: .setPower(false))
        #expect(bench.events(of: .setPower(false)).isEmpty)
    }

    @Test func offTakesTheHeatAwayInTheSameStep() {
        var bench = ControllerBench.heating()
        #expect(bench.command?.heater ?? .off > .off)
        _ = bench.answer(to: .setPower(false))
        #expect(bench.command?.heater == .off)
        #expect(bench.snapshot.setPoint == nil)
    }

    @Test func nothingHeatsBeforeEveryProbeHasRead() {
        var bench = ControllerBench()
        bench.element = .silent
        bench.wish(.heat(to: Celsius(50)))
        for _ in 0..<15 {
            bench.step()
            #expect(bench.snapshot.isCold)
        }
        bench.element = .degrees(25)
        bench.run(seconds: 2)
        #expect(bench.snapshot.duty > .off)
    }

    @Test func eachModeAsksForItsOwnSetPoint() {
        #expect(ControllerBench.on(.alwaysOn).snapshot.setPoint == Celsius(60))
        #expect(ControllerBench.on(.auto).snapshot.setPoint == nil, "no printer")
        #expect(ControllerBench.on(.drying).snapshot.setPoint == nil, "no run")
    }

    @Test func aNewTargetActsInTheSameStep() {
        var bench = ControllerBench.on(.alwaysOn)
        _ = bench.answer(to: .setTarget(Celsius(42)))
        #expect(bench.snapshot.setPoint == Celsius(42))
    }

    @Test func aNewModeActsInTheSameStep() {
        var bench = ControllerBench.on(.auto)
        let events = bench.events(of: .setMode(.alwaysOn), from: page)
        #expect(events == [Event(at: bench.now, kind: .settingsChanged, requester: page)])
        #expect(bench.snapshot.setPoint == Celsius(60))
        _ = bench.answer(to: .setMode(.auto))
        #expect(bench.snapshot.setPoint == nil)
        #expect(bench.command?.heater == .off)
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func heatIsModeTargetAndPowerInOne() {
        var bench = ControllerBench.ready()
        let events = bench.events(of: .heat(to: Celsius(45)), from: page)
        #expect(
            events.map(\.kind) == [.settingsChanged, .poweredOn(.alwaysOn, target: Celsius(45))]
        )
        #expect(bench.snapshot.settings.mode == .alwaysOn)
        #expect(bench.snapshot.settings.target == Celsius(45))
        #expect(bench.snapshot.setPoint == Celsius(45))
        #expect(bench.answer(to: .heat(to: Celsius(45))) == .unchanged)
        #expect(bench.answer(to: .heat(to: Celsius(46))) == .applied)
    }

    @Test func whatIsRefusedChangesNoSetting() {
        var bench = ControllerBench.ready()
        bench.element = .open
        bench.run(seconds: 3)
        let before = bench.snapshot.settings
        for wish in [
            Wish.heat(to: Celsius(42)), .dry(target: Celsius(42), hours: 3), .dryPreset(.pla),
            .setPower(true),
        ] {
            #expect(bench.answer(to: wish) == .refused(.noReading))
            #expect(bench.snapshot.settings == before)
            #expect(!bench.snapshot.drying.isRunning)
        }
    }

    @Test func settingsCanBeMadeWhileAFaultIsLatched() {
        var bench = LatchTests.latched()
        #expect(bench.answer(to: .setTarget(Celsius(41))) == .applied)
        #expect(bench.answer(to: .setMode(.auto)) == .applied)
        #expect(bench.answer(to: .setPower(false)) == .unchanged)
        #expect(bench.snapshot.settings.target == Celsius(41))
        #expect(bench.snapshot.isCold)
    }

    @Test func aHeatWishLiftsNothingThatWasSetForDrying() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .setCustomDryingTarget(Celsius(52)))
        _ = bench.answer(to: .heat(to: Celsius(45)))
        #expect(bench.snapshot.settings.customDryingTarget == Celsius(52))
        #expect(bench.snapshot.settings.dryingPreset == .custom)
    }
}
