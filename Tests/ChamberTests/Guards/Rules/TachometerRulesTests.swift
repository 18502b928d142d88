import Chamber
import SwitchCore
import Testing

/// A blower with a tachometer: `safety.blower_stopped` and `safety.blower_weak` by its pulses.
@Suite struct TachometerRulesTests {
    /// A blower of 3,000 turns a minute gives ten pulses a step.
    private static func heating(rated: Double? = 3_000) -> ControllerBench {
        var configuration = ControllerBench.configuration
        configuration.tachometer = Tachometer(pulsesPerTurn: 2, ratedTurnsPerMinute: rated)
        var bench = ControllerBench.heating(configuration)
        bench.fanPulses = 10
        bench.run(seconds: 25)
        return bench
    }

    @Test func twoSecondsWithoutPulsesLatch() throws {
        var bench = Self.heating()
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.warnings.isEmpty)
        bench.fanPulses = 0
        let seconds = try #require(bench.run(atMost: 5) { $0.snapshot.latch != nil })
        #expect(seconds > 1.85 && seconds < 2.15)
        let latch = try #require(bench.snapshot.latch)
        #expect(latch.code == .blowerStopped)
        #expect(latch.sentence.contains("tachometer gives no pulses"))
        #expect(bench.snapshot.isCold)
        #expect(bench.command?.isFanOn == true)
        #expect(bench.command?.isSecondRelayClosed == false)
    }

    @Test func onePulseInTimeIsEnough() {
        var bench = Self.heating(rated: nil)
        for step in 0..<300 {
            bench.fanPulses = step % 19 == 0 ? 1 : 0
            bench.step()
        }
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.warnings.isEmpty)
    }

    @Test func aBlowerHasThreeSecondsToStart() throws {
        var configuration = ControllerBench.configuration
        configuration.tachometer = Tachometer(pulsesPerTurn: 2)
        var bench = ControllerBench(configuration)
        bench.fanPulses = 0
        bench.run(seconds: 20)
        #expect(bench.snapshot.latch == nil, "a blower that is off turns not")
        bench.wish(.heat(to: Celsius(55)))
        let on = try #require(bench.run(atMost: 5) { $0.command?.isFanOn == true })
        let seconds = try #require(bench.run(atMost: 10) { $0.snapshot.latch != nil })
        #expect(on < 1)
        #expect(seconds > 2.95 && seconds < 3.35)
        #expect(bench.snapshot.latch?.code == .blowerStopped)
    }

    @Test func lessThanHalfOfTheRatedSpeedIsAWarningUntilItIsFaster() throws {
        var bench = Self.heating()
        bench.fanPulses = 4
        let told = bench.run(atMost: 30) { $0.snapshot.warnings.contains(.blowerWeak) }
        let seconds = try #require(told)
        #expect(seconds > 9.5 && seconds < 20.2)
        #expect(bench.snapshot.latch == nil)
        bench.fanPulses = 6
        bench.run(seconds: 21)
        #expect(!bench.snapshot.warnings.contains(.blowerWeak))
    }

    @Test(arguments: [5, 6, 30])
    func halfOfTheRatedSpeedIsNoWarning(_ pulses: Int) {
        var bench = Self.heating()
        bench.fanPulses = pulses
        bench.run(seconds: 60)
        #expect(bench.snapshot.warnings.isEmpty)
    }

    @Test func theWarningNamesTheSpeed() {
        let slow = FaultCode.blowerWeak.rule.sentence(of: .measured(0.42, limit: 0.5))
        #expect(slow == "The blower turns at 42 % of its rated speed; the limit is 50 %.")
        let weak = FaultCode.blowerWeak.rule.sentence(of: .measured(0.7, limit: 0.8))
        #expect(weak.contains("carries 70 %"))
    }

    @Test func aBoardWithoutATachometerHearsNoPulses() {
        var bench = ControllerBench.heating()
        bench.fanPulses = 0
        bench.run(seconds: 30)
        #expect(bench.snapshot.latch == nil)
    }
}
