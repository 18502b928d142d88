import Chamber
import SwitchCore
import Testing

/// A set point that may turn the power on: it does so where it changes, and turns off at its lowest.
@Suite struct HubHeatTests {
    private static let hub = Requester(.reefnet)

    private static func setPoint(_ degrees: Double) -> Wish {
        var tuning = Tuning()
        tuning.target = Celsius(degrees)
        tuning.isHeating = true
        return .tune(tuning)
    }

    private static func heating() -> ControllerBench {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: setPoint(28), from: hub, lease: .seconds(60))
        return bench
    }

    @Test func aNewSetPointHeatsInTheModeAlwaysOn() {
        let bench = Self.heating()
        #expect(bench.snapshot.settings.isOn)
        #expect(bench.snapshot.settings.mode == .alwaysOn)
        #expect(bench.snapshot.setPoint == Celsius(28))
        #expect(bench.snapshot.lease?.requester == Self.hub)
    }

    @Test func whatWasTurnedOffAtTheHeaterStaysOff() {
        for wish in [Wish.setPower(false), .setMode(.auto), .setMode(.drying)] {
            var bench = Self.heating()
            _ = bench.answer(to: wish, from: Requester(.button))
            let before = bench.snapshot.settings
            _ = bench.answer(to: Self.setPoint(28), from: Self.hub)
            #expect(bench.snapshot.settings == before, "\(wish)")
        }
    }

    @Test(arguments: [10.0, 5, 0, -20])
    func theLowestSetPointTurnsOff(degrees: Double) {
        var bench = Self.heating()
        let events = bench.events(of: Self.setPoint(degrees), from: Self.hub)
        #expect(events.contains { $0.kind == .poweredOff(.wish) && $0.requester == Self.hub })
        #expect(!bench.snapshot.settings.isOn)
        // Turned on at the heater, the same again is off again.
        _ = bench.answer(to: .heat(to: Celsius(40)), from: Requester(.button))
        _ = bench.answer(to: Self.setPoint(degrees), from: Self.hub)
        #expect(!bench.snapshot.settings.isOn)
    }

    @Test func offEndsADryingRunToo() {
        var bench = DryingRunTests.running()
        _ = bench.answer(to: Self.setPoint(10), from: Self.hub)
        #expect(!bench.snapshot.settings.isOn && !bench.snapshot.drying.isRunning)
    }

    @Test func aFaultRefusesTheHeat() {
        var bench = Self.heating()
        bench.element = .open
        bench.run(seconds: 3)
        #expect(bench.answer(to: Self.setPoint(30), from: Self.hub) == .refused(.latched))
        #expect(!bench.snapshot.settings.isOn)
    }
}
