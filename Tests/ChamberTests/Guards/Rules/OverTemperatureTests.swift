import Chamber
import SwitchCore
import Testing

@Suite struct OverTemperatureTests {
    /// Warms the element as fast as full power does, then holds it.
    static func warm(_ bench: inout ControllerBench, element: Double, from start: Double) {
        var degrees = start
        while degrees < element {
            degrees = min(degrees + 0.05, element)
            bench.element = .degrees(degrees)
            bench.step()
        }
        bench.run(seconds: 1)
    }

    @Test func theElementTripsAtItsLimitAndNotBelow() {
        var bench = ControllerBench.heating()
        Self.warm(&bench, element: 104.8, from: 60)
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.isFoldedBack && bench.snapshot.isCold)
        Self.warm(&bench, element: 105.1, from: 104.8)
        #expect(bench.snapshot.latch?.code == .overTemperature)
        #expect(bench.snapshot.latch?.probe == .element)
        #expect(bench.snapshot.latch?.limit == 105)
        #expect((bench.snapshot.latch?.value ?? 0) > 105)
    }

    @Test func theChamberTripsWithThePowerOffToo() {
        var bench = ControllerBench()
        bench.run(seconds: 2)
        for step in 0...2600 {
            bench.chamber = .degrees(min(25 + Double(step) * 0.025, 84.8))
            bench.step()
        }
        #expect(bench.snapshot.latch == nil)
        bench.chamber = .degrees(85.2)
        bench.run(seconds: 1)
        #expect(bench.snapshot.latch?.code == .overTemperature)
        #expect(bench.snapshot.latch?.probe == .chamber)
    }

    @Test func oneSampleAboveTheLimitIsNotTwo() {
        var bench = ControllerBench.heating()
        bench.element = .degrees(140)
        // Samples come after 100 and 300 ms: this sees exactly one of them.
        bench.step()
        bench.element = .degrees(60)
        bench.run(seconds: 3)
        #expect(bench.snapshot.latch == nil)
    }

    @Test func missingSamplesAreJudgedByTheWorstCase() throws {
        var bench = ControllerBench.heating()
        Self.warm(&bench, element: 101, from: 60)
        #expect(bench.snapshot.duty > .off)
        bench.element = .silent
        // 101 °C + 5 K/s reaches 105 °C after 0.8 s: no heat from then on, long before the probe
        // rule latches.
        let off = try #require(bench.run(atMost: 5) { $0.snapshot.isCold })
        #expect(off <= 1.2)
        #expect(bench.snapshot.latch == nil)
        bench.run(seconds: 3)
        #expect(bench.snapshot.latch?.code == .probeSingleFailure)
    }

    @Test func itClearsOnlyWhenTheElementHasCooled() {
        var bench = ControllerBench.heating()
        Self.warm(&bench, element: 106, from: 60)
        #expect(bench.answer(to: .clearLatch) == .refused(.conditionPersists))
        for step in 0...80 {
            bench.element = .degrees(106 - Double(step) * 0.2)
            bench.step()
        }
        bench.run(seconds: 3)
        #expect(bench.answer(to: .clearLatch) == .applied)
        bench.step()
        #expect(bench.snapshot.latch == nil)
        #expect(!bench.snapshot.settings.isOn)
    }
}
