import Chamber
import System

/// Avahi's methods, as far as they are used here.
struct AvahiService {
    static let name = "org.freedesktop.Avahi"
    /// Signals of every entry: our entries' path is unknown before they are made, and signals in
    /// between would be lost.
    static let match =
        "type='signal',sender='\(name)',interface='org.freedesktop.Avahi.EntryGroup',"
        + "member='StateChanged'"

    /// AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC; AVAHI_PROTO_INET, _INET6 (avahi-common/address.h).
    static let everywhere = BusValue.int32(-1)
    static let inet = BusValue.int32(0)
    private static let inet6 = BusValue.int32(1)
    /// AVAHI_PUBLISH_NO_REVERSE (avahi-common/defs.h): the address keeps resolving to the machine's
    /// own name.
    private static let noReverse = BusValue.uint32(16)

    let bus: BusConnection

    /// The name that Avahi gives the machine, without `.local`.
    func machineName() throws(BusFailure) -> String {
        try bus.call(method("/", "Server", "GetHostName")).first?.text ?? ""
    }

    /// The next name to try for a host, or for a service, where `name` is taken.
    func alternative(to name: String, forHost: Bool) throws(BusFailure) -> String {
        let ask = forHost ? "GetAlternativeHostName" : "GetAlternativeServiceName"
        return try bus.call(method("/", "Server", ask), [.string(name)]).first?.text ?? name
    }

    /// A new group for entries, which ends with the connection.
    func newGroup() throws(BusFailure) -> String {
        try bus.call(method("/", "Server", "EntryGroupNew")).first?.text ?? "/"
    }

    func free(_ group: String) throws(BusFailure) {
        try bus.call(method(group, "EntryGroup", "Free"))
    }

    /// Adds all entries to an empty group and publishes it.
    func publish(_ announcement: Announcement, in group: String) throws(BusFailure) {
        let target = announcement.addresses.isEmpty ? "" : announcement.host + ".local"
        for entry in announcement.addresses {
            try bus.call(
                method(group, "EntryGroup", "AddAddress"),
                [
                    .int32(entry.index), entry.number == nil ? Self.inet6 : Self.inet,
                    Self.noReverse, .string(target), .string(entry.text),
                ]
            )
        }
        for service in announcement.services {
            try bus.call(
                method(group, "EntryGroup", "AddService"),
                [
                    Self.everywhere, Self.everywhere, .uint32(0), .string(announcement.name),
                    .string(service.type), .string(""), .string(target),
                    .uint16(announcement.port),
                    .array(of: "ay", service.texts.map { .bytes(Array($0.utf8)) }),
                ]
            )
        }
        try bus.call(method(group, "EntryGroup", "Commit"))
    }

    func method(_ path: String, _ interface: String, _ name: String) -> BusMethod {
        BusMethod(
            service: Self.name,
            path: path,
            interface: Self.name + "." + interface,
            name: name
        )
    }
}

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
