import Chamber
import SwitchCore
import Testing

@Suite struct FoldbackTests {
    @Test func powerGoesAtTheLimitAndComesBackWhenItHasCooled() {
        var bench = ControllerBench.heating()
        OverTemperatureTests.warm(&bench, element: 101.9, from: 60)
        #expect(!bench.snapshot.isFoldedBack)
        OverTemperatureTests.warm(&bench, element: 102.2, from: 101.9)
        #expect(bench.snapshot.isFoldedBack)
        #expect(bench.snapshot.isCold)
        bench.element = .degrees(100)
        bench.run(seconds: 2)
        #expect(bench.snapshot.isFoldedBack, "not yet down to the resume temperature")
        bench.element = .degrees(98.5)
        bench.run(seconds: 2)
        #expect(!bench.snapshot.isFoldedBack)
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.settings.isOn)
    }
}
