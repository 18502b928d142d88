import Chamber
import MachineClock
package import SwitchCore

/// The controller's clock: the machine's monotonic clock, sped up by a factor in a simulation.
package struct BeatClock {
    /// A fast simulation wakes at most this many times a second.
    private static let mostWakes: Int64 = 100

    /// This clock's zero on the machine's.
    let origin = Instant.monotonic()
    /// How many times faster than the machine's clock; 1 is real time.
    package let speed: Int

    /// A clock of this speed.
    package init(speed: Int) {
        self.speed = max(speed, 1)
    }

    /// The clock runs as fast as the machine's.
    package var isRealTime: Bool { speed == 1 }

    /// The time since the clock was created.
    package func now() -> Instant {
        let real = Instant.monotonic().nanoseconds - origin.nanoseconds
        return Instant(nanoseconds: real.multipliedReportingOverflow(by: Int64(speed)).partialValue)
    }

    /// A time on this clock, as a duration of the machine's clock.
    package func realDuration(from start: Instant, to end: Instant) -> Duration {
        .nanoseconds((end.nanoseconds - start.nanoseconds) / Int64(speed))
    }

    /// Sleeps until `instant` of this clock; a fast clock sleeps a little longer, so that several steps
    /// are due at once.
    package func sleep(until instant: Instant) {
        let real = origin.nanoseconds + instant.nanoseconds / Int64(speed)
        let grain = 1_000_000_000 / Self.mostWakes
        let wake = isRealTime ? real : (real + grain - 1) / grain * grain
        Instant(nanoseconds: wake).sleepUntil()
    }
}
