import Chamber
import SwitchCore
import Testing

@Suite struct UncalledHeatTests {
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
