import Chamber
import SwitchCore
import Testing

@Suite struct ElementExcessTests {
    @Test(arguments: [1.0, 1.33, 1.7])
    func lessAirflowThanCalibratedIsNoFault(share: Double) {
        #expect(ControllerBench.excess(of: share) == nil)
    }

    @Test func aBlowerThatStandsStillLatches() {
        // 1.6 · 30 + 10 is 58 K, 1.93 times what is expected.
        #expect(ControllerBench.excess(of: 2) == .relayStuck)
    }

    @Test func anElementThatWarmsWithThePowerOffLatchesAndOpensTheSecondRelay() throws {
        var bench = ControllerBench.ready()
        bench.element = .degrees(34)
        bench.run(seconds: 120)
        #expect(bench.snapshot.latch == nil)
        bench.ramp(from: 34, to: 37) { $0.element = $1 }
        let time = try #require(bench.run(atMost: 60) { $0.snapshot.latch != nil })
        #expect((30...45).contains(time), "45 s, of which the ramp took some")
        #expect(bench.snapshot.latch?.code == .relayStuck)
        #expect(bench.command?.isSecondRelayClosed == false)
    }

    @Test func threeTimesTheLimitLatchesSooner() throws {
        var bench = ControllerBench.ready()
        bench.ramp(from: 25, to: 60) { $0.element = $1 }
        let time = try #require(bench.run(atMost: 30) { $0.snapshot.latch != nil })
        #expect(time <= 10, "15 s, of which the ramp took some")
        #expect(bench.snapshot.latch?.code == .relayStuck)
    }

    @Test func itClearsOnlyWhenTheElementHasCooled() {
        var bench = ControllerBench.ready()
        bench.ramp(from: 25, to: 50) { $0.element = $1 }
        bench.run(seconds: 60)
        #expect(bench.answer(to: .clearLatch) == .refused(.conditionPersists))
        bench.ramp(from: 50, to: 30) { $0.element = $1 }
        #expect(bench.answer(to: .clearLatch) == .applied)
    }

    @Test func anElementThatIsHotFromBeforeTheStartMayCool() {
        var bench = ControllerBench()
        bench.element = .degrees(60)
        bench.run(seconds: 3)
        var element = 60.0
        while element > 30 {
            element = 25 + (element - 25) * 0.9726
            bench.element = .degrees(element)
            bench.run(seconds: 1)
        }
        bench.run(seconds: 120)
        #expect(bench.snapshot.latch == nil)
    }
}
