package import Boards
package import CommandLine
import Inputs
import Lines

/// What a Raspberry Pi's firmware is told in `config.txt`, and whether its kernel listens.
package enum BootCheck {
    /// Where the firmware leaves the device tree, and the node that `dtparam` needs.
    private static let deviceTree = "/proc/device-tree"
    /// Where the kernel's command line is written, on systems since Debian 12, and before.
    private static let commandLines = ["/boot/firmware/cmdline.txt", "/boot/cmdline.txt"]

    /// The path of `config.txt` and what is in it; `nil` where there is none.
    package static func file(_ root: MachineRoot) -> (
        path: String, configuration: BootConfiguration
    )? {
        for path in BootConfiguration.paths {
            if let text = root.text(of: path) { return (path, BootConfiguration(text)) }
        }
        return nil
    }

    /// Why `dtparam` lines do nothing on this machine; `nil`: they work, or nothing is known.
    package static func deafness(_ root: MachineRoot) -> String? {
        if let (path, configuration) = file(root), configuration.startsUpstreamKernel {
            return "\(path) says upstream_kernel=1"
        }
        if root.has(deviceTree + "/model"), !root.has(deviceTree + "/__overrides__") {
            return "this kernel's device tree takes no parameters"
        }
        return nil
    }

    /// What to do where the kernel leaves outputs on after their program.
    static func adviceAboutOutputs(_ root: MachineRoot) -> String {
        let boot = file(root)
        if let reason = deafness(root) {
            let path = commandLines.first(where: root.has) ?? "the kernel's command line"
            return
                "add pinctrl_bcm2835.persist_gpio_outputs=0 to the one line of \(path) and restart the "
                + "machine (dtparam does nothing: \(reason))"
        }
        guard let boot else {
            return "add dtparam=strict_gpiod to config.txt and restart the machine"
        }
        return boot.configuration.missing.contains { $0.line.contains("strict_gpiod") }
            ? "add dtparam=strict_gpiod to \(boot.path) and restart the machine"
            : "restart the machine: \(boot.path) has dtparam=strict_gpiod already"
    }

    /// The lines that the machine lacks for such a board; `nil` where it has no such file.
    package static func finding(_ lines: BoardLines, _ root: MachineRoot) -> Finding? {
        guard RaspberryPi.chips.contains(lines.chip), let (path, configuration) = file(root) else {
            return nil
        }
        if let reason = deafness(root) {
            return .ok("boot", "no dtparam line is needed, as none works: \(reason)")
        }
        let missing = configuration.missing.filter { isNeeded($0, root) }
        guard !missing.isEmpty else { return .ok("boot", "\(path) has the lines that are needed") }
        return .warning(
            "boot",
            "\(path) lacks \(missing.map(\.line).joined(separator: " and "))",
            advice: "\"sudo hearth setup\" adds what is missing; then restart the machine"
        )
    }

    /// On a machine that runs, what is there already needs no line.
    private static func isNeeded(_ need: BootConfiguration.Need, _ root: MachineRoot) -> Bool {
        guard root.isThisMachine else { return true }
        return need.line.contains("i2c")
            ? !root.has("/dev/i2c-1") : PersistentOutputs.inspect() == .persist
    }
}
