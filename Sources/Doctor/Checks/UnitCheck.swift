import CommandLine

/// The service: is it installed, does it start with the machine, does it run?
enum UnitCheck {
    private static let folders = [
        "/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system",
        "/lib/systemd/system",
    ]
    private static let groups = ["/sys/fs/cgroup", "/sys/fs/cgroup/systemd"]

    /// The unit's file: of an instance, the template's.
    private static func file(_ instance: Instance?) -> String {
        instance == nil ? "hearth.service" : "hearth@.service"
    }

    /// The processes of the service, by the kernel's control groups; the second path is that of
    /// machines which have the old and the new hierarchy. Instances share a slice (systemd.slice(5)).
    private static func processes(_ unit: String, _ instance: Instance?) -> [String] {
        let slice = instance == nil ? "system.slice" : "system.slice/system-hearth.slice"
        return groups.map { "\($0)/\(slice)/\(unit)/cgroup.procs" }
    }

    static func finding(_ root: MachineRoot, _ instance: Instance?) -> Finding {
        let unit = instance?.unit ?? "hearth.service"
        let name = instance.map { "hearth@\($0.name)" } ?? "hearth"
        let wants = "/etc/systemd/system/multi-user.target.wants/\(unit)"
        guard folders.contains(where: { root.has($0 + "/" + file(instance)) }) else {
            return .warning(
                "unit",
                "\(file(instance)) is not installed, so Hearth does not start with the machine",
                advice: "install the package (docs/install.md)"
            )
        }
        let first = processes(unit, instance).compactMap { root.text(of: $0) }.first?
            .split(separator: "\n").first.map(String.init)
        let isEnabled = root.has(wants)
        switch (first, isEnabled) {
        case (let process?, true): return .ok("unit", "\(unit) runs, process \(process)")
        case (let process?, false):
            return .warning(
                "unit",
                "\(unit) runs, process \(process), but does not start with the machine",
                advice: "sudo systemctl enable \(name)"
            )
        case (nil, true):
            return .warning(
                "unit",
                "\(unit) does not run",
                advice: "sudo systemctl start \(name); if it fails, see journalctl -u \(name)"
            )
        case (nil, false):
            return .warning(
                "unit",
                "\(unit) neither runs nor starts with the machine",
                advice: "sudo systemctl enable --now \(name)"
            )
        }
    }
}
