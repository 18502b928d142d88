import Chamber
import SwitchCore
import Testing

/// A board that regulates by a band: full power below it, none from its upper end on.
@Suite struct BandRegulationTests {
    static func bench(_ first: Double, _ second: Double) -> ControllerBench {
        var configuration = SecondChamberProbeTests.configuration
        configuration.regulation = .band
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(first)
        bench.chamberSecond = .degrees(second)
        bench.run(seconds: 3)
        var tuning = Tuning()
        tuning.band = TemperatureDelta(1)
        bench.wish(.tune(tuning))
        bench.wish(.heat(to: Celsius(30)))
        bench.step()
        return bench
    }

    /// Moves both probes and waits for the filters.
    private static func move(_ bench: inout ControllerBench, to degrees: Double) {
        bench.chamber = .degrees(degrees)
        bench.chamberSecond = .degrees(degrees)
        bench.run(seconds: 8)
    }

    @Test func itHeatsInFullBelowTheBandAndNotAtAllFromItsUpperEndOn() {
        var bench = Self.bench(29, 29)
        #expect(bench.snapshot.duty == .full)
        Self.move(&bench, to: 30.2)
        #expect(bench.snapshot.duty == .full)
        Self.move(&bench, to: 30.7)
        #expect(bench.snapshot.duty == .off)
        Self.move(&bench, to: 29.8)
        #expect(bench.snapshot.duty == .off)
        Self.move(&bench, to: 29.3)
        #expect(bench.snapshot.duty == .full)
    }

    @Test func withinTheBandASessionBeginsWithoutHeat() {
        #expect(Self.bench(29.9, 29.9).snapshot.duty == .off)
    }

    @Test func theMeanOfTheProbesDecides() {
        #expect(Self.bench(28, 30.5).snapshot.duty == .full)
        #expect(Self.bench(29.3, 30.5).snapshot.duty == .off)
    }

    @Test func ofTwoProbesThatDisagreeTheHotterOneDecides() {
        var bench = Self.bench(24, 30.8)
        #expect(bench.snapshot.duty == .full)
        bench.run(seconds: 31)
        #expect(bench.snapshot.warnings.contains(.probeMismatch))
        #expect(bench.snapshot.duty == .off)
    }

    @Test func theGuardsHoldAsEver() {
        var bench = Self.bench(29, 29)
        bench.chamberSecond = .open
        bench.run(seconds: 3)
        #expect(bench.snapshot.duty == .off)
        #expect(bench.snapshot.latch?.code == .probeSingleFailure)
    }
}
