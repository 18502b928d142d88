import Glibc
import System

/// One of several heaters on a machine: the service `hearth@NAME` (docs/farm.md).
package struct Instance: Equatable, Sendable {
    /// Folders below `/etc/hearth` that are something else.
    private static let reserved = ["keys"]

    /// The part after `hearth@`.
    package let name: String

    /// `nil`: not a valid name of a service, or its folder is something else.
    package init?(_ name: String) {
        let isName =
            (1...32).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                    || byte == UInt8(ascii: "_")
            }
        guard isName, !Self.reserved.contains(name) else { return nil }
        self.name = name
    }

    /// The service manager's name for it.
    package var unit: String { "hearth@\(name).service" }
    /// Its board file.
    package var boardPath: String { "/etc/hearth/\(name)/board.conf" }
    /// Its service file.
    package var serviceFilePath: String { "/etc/hearth/\(name)/hearth.conf" }
    /// Its state directory, as systemd makes it (StateDirectory=hearth@%i).
    package var statePath: String { "/var/lib/hearth@\(name)" }

    /// What an option means for this instance where the command line does not give it.
    package func value(ofOption name: String) -> String? {
        switch name {
        case Parameter.board.name: boardPath
        case Parameter.serviceFile.name: serviceFilePath
        case Parameter.state.name: statePath
        default: nil
        }
    }

    /// The state directories of all instances that have run here.
    package static var statePaths: [String] {
        MachineRoot().names(in: "/var/lib").filter { $0.hasPrefix("hearth@") }
            .map { "/var/lib/\($0)" }
    }
}

/// The default state directory.
package enum StatePath {
    /// The directory by these variables: the service manager's first, then the system's for root,
    /// then the user's (XDG base directories: a relative path does not count).
    package static func standard(isRoot: Bool, variable: (String) -> String?) -> String {
        if let given = variable("STATE_DIRECTORY")?.split(separator: ":").first {
            return String(given)
        }
        if isRoot { return "/var/lib/hearth" }
        if let base = variable("XDG_STATE_HOME"), base.hasPrefix("/") { return base + "/hearth" }
        return (variable("HOME") ?? "") + "/.local/state/hearth"
    }

    /// The directory for this process.
    package static var standard: String {
        standard(isRoot: geteuid() == 0, variable: Environment.variable)
    }
}
