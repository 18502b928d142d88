/// One of several heaters on a machine: the service `hearth@NAME` (docs/farm.md).
package struct Instance: Equatable, Sendable {
    /// Folders below `/etc/hearth` that are something else.
    private static let reserved = ["keys"]

    /// What stands behind `hearth@`.
    package let name: String

    /// `nil`: no service can be called so, or its folder is something else.
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
