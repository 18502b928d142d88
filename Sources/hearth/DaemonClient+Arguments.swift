import Boards
import Client
import CommandLine
import Settings
import System
import WebSocket

extension DaemonClient {
    /// The daemon that the user names, or the one on this machine.
    init(_ arguments: Arguments) throws(CommandFailure) {
        try self.init(at: Self.addresses(arguments))
    }

    private static func addresses(_ arguments: Arguments) throws(CommandFailure) -> [DaemonAddress]
    {
        if let given = arguments.value(of: .host) { return [given] }
        if let instance = arguments.value(of: .instance) { return [try instance.address()] }
        guard let variable = Environment.variable("HEARTH_HOST") else { return DaemonAddress.local }
        guard let address = DaemonAddress(text: variable) else {
            throw CommandFailure(
                .usage,
                "hearth: $HEARTH_HOST: \"\(variable)\" is not possible; "
                    + "give \(Parameter<DaemonAddress>.host.allowed)"
            )
        }
        return [address]
    }
}

extension WishConversation {
    /// With the daemon that the user names; in JSON where `--json` is given.
    init(_ arguments: Arguments, _ console: Console) throws(CommandFailure) {
        try self.init(DaemonClient(arguments), console, isForPrograms: arguments.has(.json))
    }
}

extension Instance {
    /// The instance's address on this machine, from its files.
    func address() throws(CommandFailure) -> DaemonAddress {
        let service = try ServiceFile.load(serviceFilePath)
        let kind = service.listen == nil ? try BoardFile.load(boardPath).kind : nil
        return DaemonAddress(of: service.listen ?? .standard(for: kind))
    }
}
