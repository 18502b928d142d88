import Boards

/// The service: is it installed, does it start with the machine, does it run?
enum UnitCheck {
    private static let folders = [
        "/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system",
        "/lib/systemd/system",
    ]
    private static let wants = "/etc/systemd/system/multi-user.target.wants/hearth.service"
    /// The processes of the service, by the kernel's control groups; the second path is that of
    /// machines which have the old and the new hierarchy.
    private static let processes = [
        "/sys/fs/cgroup/system.slice/hearth.service/cgroup.procs",
        "/sys/fs/cgroup/systemd/system.slice/hearth.service/cgroup.procs",
    ]

    static func finding(_ root: MachineRoot) -> Finding {
        guard folders.contains(where: { root.has($0 + "/hearth.service") }) else {
            return .warning(
                "unit",
                "hearth.service is not installed, so Hearth does not start with the machine",
                advice: "install the package (docs/install.md)"
            )
        }
        let first = processes.compactMap { root.text(of: $0) }.first?
            .split(separator: "\n").first.map(String.init)
        let isEnabled = root.has(wants)
        switch (first, isEnabled) {
        case (let process?, true): return .ok("unit", "hearth.service runs, process \(process)")
        case (let process?, false):
            return .warning(
                "unit",
                "hearth.service runs, process \(process), but does not start with the machine",
                advice: "sudo systemctl enable hearth"
            )
        case (nil, true) where !root.has(BoardFile.standardPath):
            return .ok("unit", "hearth.service waits for \(BoardFile.standardPath)")
        case (nil, true):
            return .warning(
                "unit",
                "hearth.service does not run",
                advice: "sudo systemctl start hearth; if it fails, see journalctl -u hearth"
            )
        case (nil, false):
            return .warning(
                "unit",
                "hearth.service neither runs nor starts with the machine",
                advice: "sudo systemctl enable --now hearth"
            )
        }
    }
}
