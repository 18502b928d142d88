import Chamber
import SwitchCore
import Testing

/// The buzzer can be quieted; the guard cannot.
@Suite struct AlarmSilenceTests {
    private static func latched() -> ControllerBench {
        var bench = ControllerBench.heating()
        bench.chamber = .open
        bench.run(seconds: 5)
        return bench
    }

    /// Steps of 10 s in which the buzzer sounds.
    private static func sounds(_ bench: inout ControllerBench) -> Int {
        (0..<100).count { _ in
            bench.step()
            return bench.command?.indicators.contains(.buzzer) ?? false
        }
    }

    @Test func aSnoozeLastsFifteenMinutes() {
        var bench = Self.latched()
        #expect(Self.sounds(&bench) == 2)
        _ = bench.answer(to: .silence(.snooze))
        #expect(Self.sounds(&bench) == 0)
        #expect(bench.snapshot.isSilenced)
        bench.run(seconds: 15 * 60)
        #expect(Self.sounds(&bench) == 2)
        #expect(bench.snapshot.latch != nil)
        #expect(bench.snapshot.duty == .off)
    }

    @Test func whatIsAcknowledgedStaysQuietUntilTheNextFault() {
        var bench = Self.latched()
        _ = bench.answer(to: .silence(.acknowledge))
        bench.run(seconds: 20 * 60)
        #expect(Self.sounds(&bench) == 0)
        bench.chamber = .degrees(30)
        bench.run(seconds: 10)
        _ = bench.answer(to: .clearLatch)
        bench.run(seconds: 2)
        #expect(bench.snapshot.latch == nil)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        bench.chamber = .open
        bench.run(seconds: 5)
        #expect(Self.sounds(&bench) == 2)
    }

    @Test func unsnoozingLetsItSound() {
        var bench = Self.latched()
        _ = bench.answer(to: .silence(.snooze))
        _ = bench.answer(to: .silence(.end))
        #expect(Self.sounds(&bench) == 2)
    }

    @Test(arguments: [(0, 0), (1, 1), (25, 1), (50, 2), (100, 4)])
    func theVolumeIsHowLongItSounds(volume: Int, steps: Int) {
        var bench = Self.latched()
        _ = bench.answer(to: .setVolume(volume))
        #expect(Self.sounds(&bench) == steps)
    }

    @Test func darkLightsShineForAFault() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .setBrightness(0))
        bench.run(seconds: 1)
        #expect(bench.command?.indicators == [])
        _ = bench.answer(to: .heat(to: Celsius(50)))
        bench.chamber = .open
        bench.run(seconds: 5)
        let isBlinking = bench.run(atMost: 1) {
            $0.command?.indicators.contains(.aliveLight) ?? false
        }
        #expect(isBlinking != nil)
    }
}
