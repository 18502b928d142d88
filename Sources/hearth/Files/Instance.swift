import Boards
import Settings
import WebSocket

/// One of several heaters on a machine: the service `hearth@NAME` (docs/farm.md).
package struct Instance: Equatable, Sendable {
    /// Folders below `/etc/hearth` that are something else.
    private static let reserved = ["keys"]

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
    package var boardPath: String { "/etc/hearth/\(name)/board.conf" }
    package var serviceFilePath: String { "/etc/hearth/\(name)/hearth.conf" }
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

    /// Where it is asked on this machine, by its files.
    func address() throws(CommandFailure) -> DaemonAddress {
        let service = try ServiceFile.load(serviceFilePath)
        let kind = service.listen == nil ? try BoardFile.load(boardPath).kind : nil
        let listen = service.listen ?? .standard(for: kind)
        let isEvery = ["0.0.0.0", "::"].contains(listen.address)
        return DaemonAddress(host: isEvery ? "127.0.0.1" : listen.address, port: listen.port)
    }

    /// The state directories of all instances that have run here.
    static var statePaths: [String] {
        MachineRoot().names(in: "/var/lib").filter { $0.hasPrefix("hearth@") }
            .map { "/var/lib/\($0)" }
    }
}

extension Parameter<Instance> {
    package static let instance = Parameter.option(
        "--instance",
        "NAME",
        allowed: "the name of a service hearth@NAME: letters, digits and underscores",
        summary:
            "The heater of the service hearth@NAME on this machine: its board file, service file, "
            + "state directory and address, where no other option names them."
    ) { Instance($0) }
}

extension CommandSpecification {
    /// The options by which a command finds one heater among several; it takes an instance then too.
    private static let heaterOptions = [
        Parameter.host.name, Parameter.board.name, Parameter.serviceFile.name, Parameter.state.name,
    ]

    /// `options`, and the instance where one of them can follow from it.
    static func withInstance(_ options: [any AnyParameter]) -> [any AnyParameter] {
        let isOfAHeater = options.contains { heaterOptions.contains($0.name) && !$0.isRequired }
        return isOfAHeater ? options + [Parameter.instance] : options
    }
}

extension Arguments {
    /// With what an instance means for the options of a command that were not given.
    func completed(for command: CommandSpecification) -> Arguments {
        guard let instance = value(of: .instance) else { return self }
        var texts: [String: String] = [:]
        for option in command.options {
            texts[option.name] = instance.value(ofOption: option.name)
        }
        return filling(texts)
    }
}
