import Glibc
package import SwitchCore

extension Instant {
    /// The machine's monotonic clock now, which nobody sets. It counts the time asleep: a lease is over
    /// after a machine has slept for longer (CLOCK_BOOTTIME).
    package static func monotonic() -> Instant {
        now(by: CLOCK_BOOTTIME)
    }

    /// Sleeps until this instant on the machine's monotonic clock; signals do not cut it short.
    package func sleepUntil() {
        var deadline = timespec(
            tv_sec: Int(nanoseconds / 1_000_000_000),
            tv_nsec: Int(nanoseconds % 1_000_000_000)
        )
        while clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &deadline, nil) == EINTR {}
    }

    /// An instant that the kernel or a library gives by CLOCK_MONOTONIC, which stands still while the
    /// machine sleeps: line edges, timers of D-Bus. Right for one since the last sleep.
    package static func monotonic(whenAwake nanoseconds: Int64) -> Instant {
        let asleep = now(by: CLOCK_BOOTTIME).duration(since: now(by: CLOCK_MONOTONIC))
        return Instant(nanoseconds: nanoseconds).advanced(by: asleep)
    }

    private static func now(by clock: clockid_t) -> Instant {
        var time = timespec()
        // A clock that the kernel has, with a valid pointer, cannot fail (clock_gettime(2)).
        clock_gettime(clock, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
