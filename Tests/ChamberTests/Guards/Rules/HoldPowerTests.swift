import Chamber
import SwitchCore
import Testing

@Suite struct HoldPowerTests {
    /// A calibrated chamber that holds 50 °C for half an hour at `air` °C: below the
    /// model's room, so that the regulator needs more power than the model expects, or above it for
    /// less.
    private static func bench(air: Double, _ origin: ThermalModel.Origin) -> ControllerBench {
        var configuration = ControllerBench.configuration
        configuration.model = .nominal(origin)
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(50)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        bench.run(seconds: 5)
        bench.chamber = .degrees(air)
        bench.run(seconds: 1_800)
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
