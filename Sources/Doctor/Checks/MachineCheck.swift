import CommandLine
import Glibc
import SwitchCore

/// The program, its kernel, and what the kernel permits.
enum MachineCheck {
    /// 5.10: the GPIO interface that libgpiod 2 speaks came with it (`include/uapi/linux/gpio.h`,
    /// GPIO_V2_GET_LINE_IOCTL).
    private static let oldest = (5, 10)

    /// Is the kernel new enough?
    static func kernel(_ root: MachineRoot) -> Finding {
        let model = root.model ?? "an unknown model"
        guard let release = release(root) else {
            return .ok("kernel", model)
        }
        let numbers = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        let text = "Linux \(release) on \(model)"
        guard numbers.count == 2, (numbers[0], numbers[1]) < oldest else {
            return .ok("kernel", text)
        }
        return .failed(
            "kernel",
            text,
            advice: "update the system: GPIO lines need Linux \(oldest.0).\(oldest.1) or newer"
        )
    }

    private static func release(_ root: MachineRoot) -> String? {
        root.text(of: "/proc/sys/kernel/osrelease")?.split(separator: "\n").first.map(String.init)
    }

    /// The version: no judgement, but the first thing that a bug report needs.
    static func program() -> Finding {
        .ok("program", "\(ProgramVersion.line) on \(system)")
    }

    /// `Linux 6.1.0-18-amd64`
    private static var system: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "an unknown kernel" }
        let kernel = withUnsafeBytes(of: name.sysname) { text(in: $0) }
        let release = withUnsafeBytes(of: name.release) { text(in: $0) }
        return "\(kernel) \(release)"
    }

    private static func text(in field: UnsafeRawBufferPointer) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The permission to run the controller with real-time priority, tried on this process.
    static func realtime() -> Finding {
        var priority = sched_param()
        priority.sched_priority = 10
        guard sched_setscheduler(0, SCHED_FIFO, &priority) == 0 else {
            return .warning(
                "realtime",
                "not permitted, so a loaded machine can delay the controller",
                advice: "give the service LimitRTPRIO=20, or the user an rtprio limit"
            )
        }
        priority.sched_priority = 0
        sched_setscheduler(0, SCHED_OTHER, &priority)
        return .ok("realtime", "permitted")
    }
}

/// The clocks: the monotonic one must run, the calendar should be right.
enum ClockCheck {
    /// 2025-01-01 00:00 UTC: an earlier date means that the clock was never set.
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
                "the monotonic clock is coarser than a millisecond",
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
                "the monotonic clock stood still",
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
                "the machine's date is before 2025",
                advice: "set the time (timedatectl), or events get wrong dates"
            )
        }
        return .ok("date", "the date is set")
    }

    private static func nanoseconds() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1_000_000_000 + now.tv_nsec
    }
}
