import CommandLine

/// Whether the machine may go to sleep, with the heater's blower standing and nobody to watch.
package enum SleepCheck {
    /// What keeps systemd from ever sleeping, when it is a link to nothing (systemctl(1), `mask`).
    private static let masks = [
        "/etc/systemd/system/sleep.target", "/etc/systemd/system/suspend.target",
    ]

    static func finding(_ root: MachineRoot) -> Finding {
        finding(
            states: root.text(of: "/sys/power/state") ?? "",
            // A masked unit is a link to /dev/null.
            isMasked: masks.contains { root.has($0) && root.text(of: $0) == "" }
        )
    }

    /// The finding for the kernel's words for its states of sleep (Documentation/admin-guide/pm).
    package static func finding(states: String, isMasked: Bool) -> Finding {
        let words = states.split { $0 == " " || $0.isNewline }
        guard !words.isEmpty else { return .ok("sleep", "this kernel does not sleep") }
        guard !isMasked else { return .ok("sleep", "systemd never puts this machine to sleep") }
        return .warning(
            "sleep",
            "this machine may sleep (\(words.joined(separator: ", "))); Hearth keeps it awake only "
                + "while the heater or the blower is on",
            advice: "sudo systemctl mask sleep.target suspend.target hibernate.target "
                + "hybrid-sleep.target"
        )
    }
}
