import Chamber
import SwitchCore
import Testing

@Suite struct ProbeMismatchTests {
    /// A board with two chamber probes that are `kelvins` apart for a minute.
    private static func bench(_ kelvins: Double, tolerance: Double = 5) -> ControllerBench {
        var configuration = ControllerBench.configuration
        configuration.chamberSecond = ControllerBench.probe
        configuration.guards.probeTolerance = TemperatureDelta(tolerance)
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(30)
        bench.chamberSecond = .degrees(30 + kelvins)
        bench.run(seconds: 60)
        return bench
    }

    @Test func probesThatAgreeAreLeftAlone() {
        let bench = Self.bench(4.9)
        #expect(bench.snapshot.warnings.isEmpty)
        #expect(bench.snapshot.latch == nil)
    }

    @Test func aDifferenceAboveTheToleranceWarnsAndStopsWarning() {
        var bench = Self.bench(5.2)
        #expect(bench.snapshot.warnings.contains(.probeMismatch))
        #expect(bench.snapshot.latch == nil)
        bench.chamberSecond = .degrees(31)
        bench.run(seconds: 5)
        #expect(bench.snapshot.warnings.isEmpty)
    }

    @Test func ofTwoProbesThatDisagreeTheHotterOneIsRegulatedBy() {
        var bench = Self.bench(8)
        _ = bench.answer(to: .heat(to: Celsius(35)))
        #expect(bench.snapshot.isCold, "38 °C is above 35, their mean is not")
    }

    @Test func anAquariumsToleranceIsItsOwn() {
        #expect(Self.bench(0.8, tolerance: 0.7).snapshot.warnings.contains(.probeMismatch))
    }

    @Test func moreThanTenKelvinsLatchUntilTheyAgree() {
        var bench = Self.bench(10.2)
        #expect(bench.snapshot.latch?.code == .probeMismatch)
        #expect(bench.answer(to: .clearLatch) == .refused(.conditionPersists))
        bench.chamberSecond = .degrees(31)
        bench.run(seconds: 5)
        #expect(bench.answer(to: .clearLatch) == .applied)
    }
}
