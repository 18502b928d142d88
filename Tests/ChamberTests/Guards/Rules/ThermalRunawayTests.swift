import Chamber
import SwitchCore
import Testing

@Suite struct ThermalRunawayTests {
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
        // It rises for three minutes, as with a warm bed, then cools.
        for step in 0..<360 {
            let air = step < 180 ? 55 + Double(step) * 0.02 : 58.6 - Double(step - 180) * 0.02
            bench.chamber = .degrees(air)
            bench.element = .degrees(air + 5)
            bench.run(seconds: 1)
        }
        #expect(bench.snapshot.latch == nil)
    }
}
