import Chamber
import Testing

@Suite struct SensorFrozenTests {
    @Test func theSameCodeForHalfAMinuteOfHeatLatches() throws {
        var bench = ControllerBench.heating()
        bench.isConverterFrozen = true
        let time = try #require(bench.run(atMost: 40) { $0.snapshot.latch != nil })
        #expect((29.5...31).contains(time))
        #expect(bench.snapshot.latch?.code == .sensorFrozen)
        #expect(bench.snapshot.isCold)
    }

    @Test func aCodeThatMovesOnceBeginsAnew() {
        var bench = ControllerBench.heating()
        bench.isConverterFrozen = true
        bench.run(seconds: 28)
        bench.isConverterFrozen = false
        bench.run(seconds: 1)
        bench.isConverterFrozen = true
        bench.run(seconds: 28)
        #expect(bench.snapshot.latch == nil)
    }

    @Test func withoutHeatACodeMayStand() {
        var bench = ControllerBench.ready()
        bench.isConverterFrozen = true
        bench.run(seconds: 300)
        #expect(bench.snapshot.latch == nil)
    }

    @Test func itClearsOnlyWhenTheCodeMoves() {
        var bench = ControllerBench.heating()
        bench.isConverterFrozen = true
        bench.run(seconds: 40)
        #expect(bench.answer(to: .clearLatch) == .refused(.conditionPersists))
        bench.isConverterFrozen = false
        bench.run(seconds: 1)
        #expect(bench.answer(to: .clearLatch) == .applied)
    }
}
