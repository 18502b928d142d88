import Chamber
import SwitchCore
import Testing

/// The rules that look at the chamber's air.
@Suite struct UncalledHeatGuardTests {
    /// A board without an element probe that held 40 °C and is off for `pause` seconds; the chamber then rises by
    /// `kelvins` in 50 s.
    private static func bench(pause: Double, rise kelvins: Double, isCalibrated: Bool)
        -> ControllerBench
    {
        var configuration = ControllerConfiguration(chamber: ControllerBench.probe)
        configuration.model = .nominal(isCalibrated ? .calibrated : .board)
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(40)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(40)))
        bench.run(seconds: 20)
        _ = bench.answer(to: .setPower(false))
        bench.run(seconds: pause)
        for step in 1...50 {
            bench.chamber = .degrees(40 + kelvins * Double(step) / 50)
            bench.run(seconds: 1)
        }
        return bench
    }

    @Test func aChamberThatWarmsLongAfterTheLastPowerLatches() {
        let bench = Self.bench(pause: 125, rise: 1.5, isCalibrated: false)
        #expect(bench.snapshot.latch?.code == .relayStuck)
        #expect(bench.command?.isSecondRelayClosed == false)
    }

    @Test func aRiseBelowTheLimitAndOneTooEarlyAreNoFault() {
        #expect(Self.bench(pause: 125, rise: 0.8, isCalibrated: false).snapshot.latch == nil)
        #expect(Self.bench(pause: 60, rise: 1.5, isCalibrated: false).snapshot.latch == nil)
    }

    @Test func aCalibratedChamberToldFromAWarmingBed() {
        // 0.4 · 0.162 K/s · 60 s is 3.9 K.
        #expect(Self.bench(pause: 125, rise: 3.2, isCalibrated: true).snapshot.latch == nil)
        let risen = Self.bench(pause: 125, rise: 5, isCalibrated: true)
        #expect(risen.snapshot.latch?.code == .relayStuck)
    }

    @Test func longAfterTheLastPowerItIsAWarning() {
        let bench = Self.bench(pause: 1_000, rise: 1.5, isCalibrated: false)
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.warnings.contains(.relayStuck))
    }
}

@Suite struct ThermalRunawayGuardTests {
    /// A chamber that holds 40 °C and then rises by 1.2 K a minute to `end`, the element `excess` above it.
    private static func bench(end: Double, excess: Double) -> ControllerBench {
        var bench = ControllerBench()
        bench.chamber = .degrees(40)
        bench.element = .degrees(40 + excess)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(40)))
        var air = 40.0
        while air < end, bench.snapshot.latch == nil {
            air += 0.02
            bench.chamber = .degrees(air)
            bench.element = .degrees(air + excess)
            bench.run(seconds: 1)
        }
        return bench
    }

    @Test func aChamberThatRisesWithoutPowerLatches() {
        let bench = Self.bench(end: 48, excess: 8)
        #expect(bench.snapshot.latch?.code == .thermalRunaway)
        #expect((bench.snapshot.latch?.value ?? 0) < 47)
        #expect(bench.snapshot.latch?.limit == 45)
    }

    @Test func fiveKelvinsAboveTheSetPointAreNoFault() {
        #expect(Self.bench(end: 44.9, excess: 8).snapshot.latch == nil)
    }

    @Test func heatThatDoesNotComeFromTheElementIsAWarning() {
        let bench = Self.bench(end: 50, excess: 2)
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.warnings.contains(.thermalRunaway))
    }

    @Test func aLoweredSetPointMovesTheLimitOnlyAsFastAsTheChamberCools() {
        var bench = ControllerBench()
        bench.chamber = .degrees(55)
        bench.element = .degrees(60)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(55)))
        bench.run(seconds: 10)
        _ = bench.answer(to: .setTarget(Celsius(40)))
        // It goes on for three minutes, as a bed may make it, then cools.
        for step in 0..<360 {
            let air = step < 180 ? 55 + Double(step) * 0.02 : 58.6 - Double(step - 180) * 0.02
            bench.chamber = .degrees(air)
            bench.element = .degrees(air + 5)
            bench.run(seconds: 1)
        }
        #expect(bench.snapshot.latch == nil)
    }
}

@Suite struct ProgressGuardTests {
    @Test func halfPowerWithoutProgressEndsTheHeat() throws {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .heat(to: Celsius(50)))
        let time = try #require(bench.run(atMost: 800) { !$0.snapshot.settings.isOn })
        #expect((600...680).contains(time))
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.offReason == .overrun)
        let warned = bench.events.contains {
            if case .warningRaised(.noProgress, _, _) = $0.kind { true } else { false }
        }
        #expect(warned)
    }

    @Test func aKelvinInTenMinutesIsProgress() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .heat(to: Celsius(60)))
        for step in 0..<1_300 {
            bench.chamber = .degrees(25 + Double(step) * 0.0019)
            bench.run(seconds: 1)
        }
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func warmingUpAgainAfterTheDoorIsProgress() {
        var bench = ControllerBench.ready()
        bench.ramp(from: 25, to: 45) { $0.chamber = $1 }
        _ = bench.answer(to: .heat(to: Celsius(60)))
        // Ten minutes of which the door is open for five: far from where it was, but on its way.
        for step in 0..<900 {
            bench.chamber = .degrees(
                step < 450 ? 45 - Double(step) * 0.03 : 31.5 + Double(step - 450) * 0.02
            )
            bench.run(seconds: 1)
        }
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func flatOutWithoutAnyEffectEndsTheHeatAfterTheBoardsTime() throws {
        var configuration = ControllerBench.configuration
        configuration.guards.longestFullPower = .minutes(5)
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(46)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        let time = try #require(bench.run(atMost: 1_500) { !$0.snapshot.settings.isOn })
        #expect(time > 300)
        #expect(bench.snapshot.offReason == .overrun)
    }
}

@Suite struct HoldPowerGuardTests {
    /// A calibrated chamber that holds 50 °C for a quarter of an hour at `air` °C: so far below it that the
    /// regulator asks for more than the model expects, or above it for less.
    private static func bench(air: Double, _ origin: ThermalModel.Origin) -> ControllerBench {
        var configuration = ControllerBench.configuration
        configuration.model = .nominal(origin)
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(50)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        bench.run(seconds: 5)
        bench.chamber = .degrees(air)
        bench.run(seconds: 900)
        return bench
    }

    @Test(arguments: [48.6, 50.9])
    func tenMinutesOfFarTooMuchOrTooLittlePowerAreAWarning(air: Double) {
        let bench = Self.bench(air: air, .calibrated)
        #expect(bench.snapshot.warnings.contains(.holdPower))
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func theExpectedPowerIsNoWarning() {
        #expect(Self.bench(air: 50, .calibrated).snapshot.warnings.isEmpty)
    }

    @Test func withoutACalibrationNothingIsExpected() {
        #expect(Self.bench(air: 48.6, .board).snapshot.warnings.isEmpty)
    }
}

extension ThermalModel {
    /// The conservative numbers, as if they had been measured.
    static func nominal(_ origin: Origin) -> ThermalModel {
        let usual = conservative
        return ThermalModel(
            slopeKelvinPerSecond: usual.slopeKelvinPerSecond,
            deadTimeSeconds: usual.deadTimeSeconds,
            holdDutyPerKelvin: usual.holdDutyPerKelvin,
            room: usual.room,
            elementExcessKelvin: usual.elementExcessKelvin,
            elementTimeConstantSeconds: usual.elementTimeConstantSeconds,
            origin: origin
        ) ?? usual
    }
}
