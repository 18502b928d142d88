import Chamber
import Daemon
import SwitchCore
import Testing

@Suite struct BeatClockTests {
    @Test func aFastClockCountsMoreThanTheMachines() {
        let clock = BeatClock(speed: 1_000)
        #expect(!clock.isRealTime)
        let start = Instant(nanoseconds: 5_000_000_000)
        let end = start.advanced(by: .seconds(1_000))
        #expect(clock.realDuration(from: start, to: end) == .seconds(1))
    }

    @Test func noClockRunsSlowerThanRealTime() {
        #expect(BeatClock(speed: 0).isRealTime)
        #expect(BeatClock(speed: -3).isRealTime)
    }

    @Test func timeGoesOn() {
        let clock = BeatClock(speed: 7)
        let first = clock.now()
        var later = clock.now()
        while later == first { later = clock.now() }
        #expect(later > first)
    }
}
