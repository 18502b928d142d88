import Chamber
import SwitchCore
import Testing

@Suite struct ClockStumbleTests {
    @Test func aStepInTimeIsWell() {
        var bench = ControllerBench.heating()
        bench.step(after: .seconds(2))
        #expect(bench.snapshot.settings.isOn)
    }

    @Test(arguments: [Duration.milliseconds(2_001), .zero, .seconds(-1)])
    func aLateOrStandingClockTurnsThePowerOff(interval: Duration) {
        var bench = ControllerBench.heating()
        bench.step(after: interval)
        #expect(!bench.snapshot.settings.isOn)
        #expect(bench.snapshot.isCold)
        #expect(bench.snapshot.offReason == .clock)
        #expect(bench.snapshot.latch == nil)
    }

    @Test func theSecondStumbleWithinAnHourLatches() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .heat(to: Celsius(55)))
        bench.run(seconds: 4.9)
        bench.step(after: .seconds(3))
        bench.run(seconds: 60)
        bench.step(after: .seconds(3))
        #expect(bench.snapshot.latch?.code == .clock)
    }

    @Test func stumblesHoursApartDoNotLatch() {
        var bench = ControllerBench.ready()
        bench.step(after: .seconds(3))
        bench.run(seconds: 3_700)
        bench.step(after: .seconds(3))
        #expect(bench.snapshot.latch == nil)
    }
}
