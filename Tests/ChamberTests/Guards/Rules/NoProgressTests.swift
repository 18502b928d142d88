import Chamber
import SwitchCore
import Testing

@Suite struct NoProgressTests {
    @Test func halfPowerWithoutProgressEndsTheHeat() throws {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .heat(to: Celsius(50)))
        let time = try #require(bench.run(atMost: 800) { !$0.snapshot.settings.isOn })
        #expect((600...680).contains(time))
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.offReason == .overrun)
        let warned = bench.events.contains {
            if case .warningRaised(.noProgress, _, _) = $0.kind { true } else { false }
        }
        #expect(warned)
    }

    @Test func aKelvinInTenMinutesIsProgress() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .heat(to: Celsius(60)))
        for step in 0..<1_300 {
            bench.chamber = .degrees(25 + Double(step) * 0.0019)
            bench.run(seconds: 1)
        }
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func warmingUpAgainAfterTheDoorIsProgress() {
        var bench = ControllerBench()
        bench.chamber = .degrees(45)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(60)))
        // Ten minutes of which the door is open for five: far from the target, but warming.
        for step in 0..<900 {
            bench.chamber = .degrees(
                step < 450 ? 45 - Double(step) * 0.03 : 31.5 + Double(step - 450) * 0.02
            )
            bench.run(seconds: 1)
        }
        #expect(bench.snapshot.settings.isOn)
    }
}
