/// The machine's name, through systemd-hostnamed.
struct HostnameService {
    let bus: BusConnection

    /// Names the machine: the static name and the one for people. Sets the static name first, because
    /// hostnamed may refuse it.
    func setName(_ name: String) throws(BusFailure) {
        try bus.call(Self.method("SetStaticHostname"), [.string(name), .bool(false)])
        try bus.call(Self.method("SetPrettyHostname"), [.string(name), .bool(false)])
    }

    private static func method(_ name: String) -> BusMethod {
        BusMethod(
            service: "org.freedesktop.hostname1",
            path: "/org/freedesktop/hostname1",
            interface: "org.freedesktop.hostname1",
            name: name
        )
    }
}
