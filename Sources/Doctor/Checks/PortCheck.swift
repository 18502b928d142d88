import Boards
import Client
import CommandLine
import Daemon
import Settings
import WebSocket

/// The port: is it free, or does a daemon use it?
enum PortCheck {
    /// The finding about a port.
    ///
    /// - Parameter usual: where the daemon would listen if no other program did.
    static func finding(_ wished: ListenAddress, usual: ListenAddress) -> Finding {
        let address = wished.reachable
        guard let refusal = address.refusal else { return .ok("port", "\(address) is free") }
        switch refusal.kind {
        case .addressInUse:
            return taken(address, usual.reachable)
        case .notPermitted:
            return .failed(
                "port",
                "\(address): this user may not take a port below 1024",
                advice: "run as the service does, or choose a port from 1024 with --listen"
            )
        case .addressUnavailable:
            return .failed(
                "port",
                "\(address): this machine has no such address",
                advice: "give [::] or one of its own with --listen"
            )
        case .failed:
            return .failed(
                "port",
                refusal.description,
                advice: "choose another address with --listen"
            )
        }
    }

    private static func taken(_ address: ListenAddress, _ usual: ListenAddress) -> Finding {
        guard let version = version(at: address) else {
            return .failed(
                "port",
                "\(address): \(holder(of: address.port)) has it",
                advice: "stop that program, or choose another port: sudo hearth setup, or --listen"
            )
        }
        guard address.port != usual.port else {
            return .ok("port", "\(address): a daemon answers there, version \(version)")
        }
        return .warning(
            "port",
            "\(address): a daemon answers there, version \(version), as \(holder(of: usual.port)) has port "
                + "\(usual.port)",
            advice: "choose a port that stays: sudo hearth setup, or listen in the service file"
        )
    }

    private static func holder(of port: UInt16) -> String {
        PortHolder.words(for: port) ?? "another program"
    }

    /// Where the daemon of this machine is when nobody chose an address: at the usual one, or, where another
    /// program has that, at the first of the other ports where one answers.
    static func place(usual: ListenAddress) -> ListenAddress {
        guard usual.port == ListenAddress.standard(for: .linux).port, version(at: usual) == nil,
            usual.isTaken
        else { return usual }
        let others = ListenAddress.otherPorts.map { port in
            ListenAddress(address: usual.address, port: port)
        }
        return others.first { version(at: $0) != nil } ?? usual
    }

    /// The version of the daemon that answers; `nil` where none does.
    static func version(at address: ListenAddress) -> String? {
        do throws(CommandFailure) {
            let place = DaemonAddress(of: address)
            return try DaemonClient(at: [place], timeout: RunningDaemon.patience).version
        } catch {
            return nil
        }
    }
}
