/// A failed call in words for people: what happened, and what to do.
enum BusTrouble {
    /// The services that are asked.
    enum Service: String {
        case network = "NetworkManager"
        case names = "systemd-hostnamed"
        case discovery = "Avahi"
    }

    static func words(for failure: BusFailure, from service: Service) -> String {
        switch failure.kind {
        case .missing:
            switch service {
            case .network:
                "NetworkManager does not run on this machine: change its network where it was set up"
            case .names: "systemd-hostnamed is not on this machine: name it with \"hostname\""
            case .discovery: "Avahi does not run on this machine: install avahi-daemon"
            }
        case .refused:
            "\(service.rawValue) does not let Hearth do that: the polkit rule "
                + "/usr/share/polkit-1/rules.d/60-hearth.rules is missing, or the service does not "
                + "run as the user \"hearth\""
        case .timedOut:
            "\(service.rawValue) did not answer within its time: see "
                + "\"systemctl status \(service.unit)\""
        case .lost: "the system's bus (D-Bus) cannot be reached: see \"systemctl status dbus\""
        case .other:
            "\(service.rawValue) says: \(failure.message.isEmpty ? failure.name : failure.message)"
        }
    }
}

extension BusTrouble.Service {
    fileprivate var unit: String {
        switch self {
        case .network: "NetworkManager"
        case .names: "systemd-hostnamed"
        case .discovery: "avahi-daemon"
        }
    }
}
