import System

/// A call over D-Bus that did not succeed.
struct BusFailure: Error, Equatable, Sendable {
    /// What a caller decides by.
    enum Kind: Equatable, Sendable {
        /// No service of that name is on the bus or can be started.
        case missing
        /// Polkit or the bus itself refused the call.
        case refused
        /// No answer within the time limit.
        case timedOut
        /// The bus itself can no longer be reached.
        case lost
        /// Another error of the service.
        case other
    }

    /// D-Bus's name of the error; empty for an error from elsewhere.
    let name: String
    /// The service's own text, or the system's.
    let message: String
    let kind: Kind

    init(name: String, message: String) {
        self.name = name
        self.message = message
        kind = Self.kind(named: name)
    }

    /// - Parameters:
    ///   - errno: negative, as sd-bus gives it.
    ///   - message: in place of the system's words.
    init(errno: CInt, _ message: String? = nil) {
        name = ""
        self.message = message ?? SystemError.words(for: -errno)
        kind = Self.kind(of: errno)
    }

    /// Errors of the bus and of polkit: the D-Bus specification, section "Message Bus Messages", and
    /// the last parts of NetworkManager's and hostnamed's own names.
    private static func kind(named name: String) -> Kind {
        let last = name.split(separator: ".").last.map(String.init) ?? ""
        return switch last {
        case "ServiceUnknown", "NameHasNoOwner", "SpawnServiceNotFound", "NoServer": .missing
        case "UnknownObject", "UnknownMethod", "UnknownInterface": .missing
        case "AccessDenied", "PermissionDenied", "NotAuthorized", "NotPrivileged",
            "InteractiveAuthorizationRequired", "AuthFailed":
            .refused
        case "NoReply", "Timeout", "TimedOut": .timedOut
        case "Disconnected": .lost
        default: .other
        }
    }

    /// Linux's numbers: ETIMEDOUT 110, ENOTCONN 107, ECONNRESET 104, ESHUTDOWN 108, EPIPE 32, ENOENT 2,
    /// ECONNREFUSED 111, EACCES 13, EPERM 1.
    private static func kind(of errno: CInt) -> Kind {
        switch -errno {
        case 110: .timedOut
        case 107, 104, 108, 32, 2, 111: .lost
        case 13, 1: .refused
        default: .other
        }
    }
}

/// A failed call in words for people: what happened, and what to do.
enum BusTrouble {
    /// The services that are asked.
    enum Service: String {
        case network = "NetworkManager"
        case names = "systemd-hostnamed"
        case discovery = "Avahi"
        case power = "systemd-logind"
    }

    static func words(for failure: BusFailure, from service: Service) -> String {
        switch failure.kind {
        case .missing:
            switch service {
            case .network:
                "NetworkManager does not run on this machine: change its network where it was set up"
            case .names: "systemd-hostnamed is not on this machine: name it with \"hostname\""
            case .discovery: "Avahi does not run on this machine: install avahi-daemon"
            case .power: "systemd-logind does not run on this machine"
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
        case .power: "systemd-logind"
        }
    }
}
