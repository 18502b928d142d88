import Glibc

/// The kernel and the machine: is the kernel new enough?
enum KernelCheck {
    /// 5.10: the GPIO interface that libgpiod 2 speaks came with it (`include/uapi/linux/gpio.h`,
    /// GPIO_V2_GET_LINE_IOCTL).
    private static let oldest = (5, 10)

    static func finding(_ root: MachineRoot) -> Finding {
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
}
