import Chamber
import MachineClock
package import SwitchCore

/// The controller's time: the machine's monotonic clock, for a simulation run faster by a factor.
package struct BeatClock {
    /// A faster simulation wakes more often, up to this many times a second.
    private static let mostWakes: Int64 = 100

    /// This clock's zero on the machine's.
    let origin = Instant.monotonic()
    private let speed: Int64

    /// `speed` 1 is real time.
    package init(speed: Int) {
        self.speed = Int64(max(speed, 1))
    }

    /// It runs as fast as the machine's clock.
    package var isRealTime: Bool { speed == 1 }

    /// Now, since the clock was made.
    package func now() -> Instant {
        let real = Instant.monotonic().nanoseconds - origin.nanoseconds
        return Instant(nanoseconds: real.multipliedReportingOverflow(by: speed).partialValue)
    }

    /// What the machine's clock makes of a stretch of this one.
    package func realDuration(from start: Instant, to end: Instant) -> Duration {
        .nanoseconds((end.nanoseconds - start.nanoseconds) / speed)
    }

    /// Sleeps until `instant` of this clock; at high speeds a little longer, to take several steps.
    package func sleep(until instant: Instant) {
        let real = origin.nanoseconds + instant.nanoseconds / speed
        let grain = 1_000_000_000 / Self.mostWakes
        let wake = isRealTime ? real : (real + grain - 1) / grain * grain
        Instant(nanoseconds: wake).sleepUntil()
    }
}
