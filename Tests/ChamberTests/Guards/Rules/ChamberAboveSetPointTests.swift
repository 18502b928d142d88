import Chamber
import SwitchCore
import Testing

@Suite struct ChamberAboveSetPointTests {
    private static func holding(_ celsius: Double, element: Bool = false) -> ControllerBench {
        var configuration = ControllerBench.configuration
        if !element { configuration.element = nil }
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(celsius)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(40)))
        return bench
    }

    /// Warms the chamber slowly enough for every other rule.
    private static func warm(_ bench: inout ControllerBench, from: Double, to: Double) {
        var degrees = from
        while degrees < to {
            degrees += 0.0007
            bench.chamber = .degrees(degrees)
            bench.step()
        }
        bench.run(seconds: 70)
    }

    @Test func fifteenKelvinForAMinuteLatchWithoutAnElementProbe() {
        var bench = Self.holding(40)
        Self.warm(&bench, from: 40, to: 54.5)
        #expect(bench.snapshot.latch == nil)
        Self.warm(&bench, from: 54.5, to: 55.5)
        #expect(bench.snapshot.latch?.code == .chamberAboveSetPoint)
        #expect(bench.command?.isSecondRelayClosed == false)
    }

    @Test func aSetPointThatIsLoweredTakesTheLimitOnlyAsFastAsTheChamberFalls() {
        var bench = ControllerBench(
            ControllerConfiguration(chamber: ControllerBench.probe)
        )
        bench.chamber = .degrees(60)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(60)))
        _ = bench.answer(to: .heat(to: Celsius(30)))
        bench.run(seconds: 120)
        #expect(bench.snapshot.latch == nil)
    }
}
