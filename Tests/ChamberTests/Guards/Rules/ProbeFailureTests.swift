import Chamber
import SwitchCore
import Testing

@Suite struct ProbeFailureTests {
    @Test(arguments: [
        (ControllerBench.Input.open, ProbeStatus.Condition.openCircuit),
        (.short, .shortCircuit), (.busFault, .unreadable), (.silent, .stale),
        (.degrees(-40), .openCircuit),
    ])
    func aProbeThatFailsInHeatTurnsItOffWithinTwoAndAHalfSeconds(
        input: ControllerBench.Input,
        condition: ProbeStatus.Condition
    ) throws {
        var bench = ControllerBench.heating()
        #expect(bench.snapshot.duty > .off)
        bench.element = input
        let time = bench.run(atMost: 10) { $0.snapshot.latch != nil }
        #expect(try #require(time) <= 2.5)
        #expect(bench.snapshot.isCold)
        #expect(bench.command?.heater == .off)
        let fault = try #require(bench.snapshot.latch)
        #expect(fault.code == .probeSingleFailure)
        #expect(fault.probe == .element)
        #expect(fault.condition == condition)
        #expect(!bench.snapshot.settings.isOn)
    }

    @Test func bothProbesGoneAreADualFailure() {
        var bench = ControllerBench.heating()
        bench.chamber = .busFault
        bench.element = .busFault
        bench.run(seconds: 3)
        #expect(bench.snapshot.latch?.code == .probeDualFailure)
    }

    @Test func sevenBadSamplesAreNotEight() {
        var bench = ControllerBench.heating()
        // 4 samples a second: 1.7 s hold seven of them at most.
        bench.element = .busFault
        bench.run(seconds: 1.7)
        bench.element = .degrees(60)
        bench.run(seconds: 5)
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func aJumpThatStaysIsAFaultAndOneThatDoesNotIsPassedOver() {
        var bench = ControllerBench.heating()
        bench.chamber = .degrees(75)
        bench.step()
        bench.step()
        bench.step()
        bench.chamber = .degrees(30)
        bench.run(seconds: 5)
        #expect(bench.snapshot.latch == nil)
        bench.chamber = .degrees(80)
        bench.run(seconds: 3)
        #expect(bench.snapshot.latch?.condition == .implausible)
    }

    @Test func whileIdleAFailureIsAWarningAfterFortyFiveSeconds() {
        var bench = ControllerBench()
        bench.run(seconds: 5)
        bench.element = .open
        bench.run(seconds: 44)
        #expect(bench.snapshot.warnings.isEmpty)
        bench.run(seconds: 5)
        #expect(bench.snapshot.warnings.contains(.probeSingleFailure))
        #expect(bench.snapshot.latch == nil)
        bench.element = .degrees(25)
        bench.run(seconds: 2)
        #expect(bench.snapshot.warnings.isEmpty)
    }

    @Test func heatIsRefusedWhileAProbeDoesNotRead() {
        var bench = ControllerBench()
        bench.element = .open
        bench.run(seconds: 5)
        #expect(bench.answer(to: .setPower(true)) == .refused(.noReading))
        #expect(!bench.snapshot.settings.isOn)
    }

    @Test func aWildSampleChangesNothing() throws {
        var calm = ControllerBench.heating()
        var disturbed = ControllerBench.heating()
        disturbed.chamber = .degrees(84)
        for step in 0..<100 {
            if step == 2 { disturbed.chamber = .degrees(30) }
            calm.step()
            disturbed.step()
            let expected = try #require(calm.snapshot.chamber.temperature).degrees
            let found = try #require(disturbed.snapshot.chamber.temperature).degrees
            #expect(abs(found - expected) < 0.001)
            #expect(abs(disturbed.snapshot.duty.fraction - calm.snapshot.duty.fraction) < 0.001)
        }
    }
}
