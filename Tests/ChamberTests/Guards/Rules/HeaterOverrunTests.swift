import Chamber
import SwitchCore
import Testing

@Suite struct HeaterOverrunTests {
    @Test func flatOutWithoutAnyEffectEndsTheHeatAfterTheBoardsTime() throws {
        var configuration = ControllerBench.configuration
        configuration.guards.longestFullPower = .minutes(5)
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(46)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        let time = try #require(bench.run(atMost: 1_500) { !$0.snapshot.settings.isOn })
        #expect(time > 300)
        #expect(bench.snapshot.offReason == .overrun)
    }
}
