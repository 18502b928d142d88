import CommandLine
import Glibc

/// The program, its kernel, and what the kernel permits.
enum MachineCheck {
    /// 5.10: the GPIO interface that libgpiod 2 speaks came with it (`include/uapi/linux/gpio.h`,
    /// GPIO_V2_GET_LINE_IOCTL).
    private static let oldest = (5, 10)

    /// Is the kernel new enough?
    static func kernel(_ root: MachineRoot) -> Finding {
        let model = root.model ?? "a machine that does not tell its model"
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

    /// What runs here: nothing to judge, but the first thing that a bug report needs.
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

    /// The permission to run the controller ahead of everything else, tried on this very process.
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
