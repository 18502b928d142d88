import Glibc

/// The clocks: the controller's has to run on, the calendar should be right.
enum ClockCheck {
    /// 2025-01-01 00:00 UTC: an earlier date is one of a machine that has not been told the time.
    private static let earliestSecond = 1_735_689_600

    static func findings() -> [Finding] {
        [monotonic(), calendar()]
    }

    private static func monotonic() -> Finding {
        var resolution = timespec()
        clock_getres(CLOCK_MONOTONIC, &resolution)
        guard resolution.tv_sec == 0, resolution.tv_nsec <= 1_000_000 else {
            return .failed(
                "clock",
                "the monotonic clock ticks more slowly than every millisecond",
                advice: "use a kernel with high-resolution timers"
            )
        }
        let before = nanoseconds()
        let end = before + 10_000_000
        var deadline = timespec(tv_sec: end / 1_000_000_000, tv_nsec: end % 1_000_000_000)
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, nil) == EINTR {}
        let passed = nanoseconds() - before
        guard passed >= 10_000_000 else {
            return .failed(
                "clock",
                "the monotonic clock did not run on",
                advice: "check the machine: heating by this clock is not safe"
            )
        }
        // The controller's beat is 100 ms: a machine that is late by as much misses beats.
        guard passed < 100_000_000 else {
            return .warning(
                "clock",
                "a pause of 10 ms took \(passed / 1_000_000) ms",
                advice: "check the machine's load"
            )
        }
        return .ok("clock", "the monotonic clock runs on")
    }

    private static func calendar() -> Finding {
        guard time(nil) >= earliestSecond else {
            return .warning(
                "date",
                "the machine believes that it is before 2025",
                advice: "set the time (timedatectl), or events bear wrong dates"
            )
        }
        return .ok("date", "the machine knows the date")
    }

    private static func nanoseconds() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1_000_000_000 + now.tv_nsec
    }
}
