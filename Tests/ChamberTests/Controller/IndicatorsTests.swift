import Chamber
import SwitchCore
import Testing

/// A board's indicators, step by step.
@Suite struct IndicatorsTests {
    /// How many of 100 steps (10 s) show each.
    private static func count(
        _ indicator: Indicators,
        _ bench: inout ControllerBench
    ) -> Int {
        (0..<100).count { _ in
            bench.step()
            return bench.command?.indicators.contains(indicator) ?? false
        }
    }

    @Test func aHealthyControllerShowsThatItIsAliveAndNothingElse() {
        var bench = ControllerBench()
        #expect(Self.count(.aliveLight, &bench) == 100)
        #expect(Self.count(.modeLight, &bench) == 0)
        #expect(Self.count(.buzzer, &bench) == 0)
    }

    @Test func heatLightsTheModeLight() {
        var bench = ControllerBench.heating()
        #expect(Self.count(.modeLight, &bench) == 100)
    }

    @Test func dryingBlinksIt() {
        var bench = ControllerBench()
        bench.run(seconds: 3)
        bench.wish(.dryPreset(.pla), from: Requester(.button))
        bench.step()
        #expect(Self.count(.modeLight, &bench) == 50)
    }

    @Test func aFaultBlinksAndSounds() {
        var bench = ControllerBench.heating()
        bench.isSwitchDeaf = true
        bench.run(seconds: 5)
        #expect(Self.count(.aliveLight, &bench) == 60)
        #expect(Self.count(.buzzer, &bench) == 2)
        #expect(Self.count(.modeLight, &bench) == 0)
    }
}
