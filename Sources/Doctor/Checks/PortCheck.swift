import Client
import CommandLine
import Glibc
import System
import WebSocket

/// The port: is it free, or does a daemon use it?
enum PortCheck {
    static func finding(_ wished: ListenAddress) -> Finding {
        let address = wished.reachable
        switch bindingError(address) {
        case nil:
            return .ok("port", "\(address) is free")
        case EADDRINUSE:
            if let version = version(at: address) {
                return .ok("port", "\(address): a daemon answers there, version \(version)")
            }
            return .failed(
                "port",
                "\(address): another program has it",
                advice: "stop that program, or choose another port with --listen"
            )
        case EACCES:
            return .failed(
                "port",
                "\(address): this user may not take a port below 1024",
                advice: "run as the service does, or choose a port from 1024 with --listen"
            )
        case EADDRNOTAVAIL:
            return .failed(
                "port",
                "\(address): this machine has no such address",
                advice: "give [::] or one of its own with --listen"
            )
        case let code?:
            return .failed(
                "port",
                "\(address): \(SystemError.words(for: code))",
                advice: "choose another address with --listen"
            )
        }
    }

    /// The version of the daemon that answers; `nil` where none does.
    private static func version(at address: ListenAddress) -> String? {
        do throws(CommandFailure) {
            let place = DaemonAddress(of: address)
            return try DaemonClient(at: [place], timeout: RunningDaemon.patience).version
        } catch {
            return nil
        }
    }

    /// Binds the address as the daemon would, and releases it; the error number, or `nil`.
    private static func bindingError(_ address: ListenAddress) -> CInt? {
        let isSixth = address.address.contains(":")
        let descriptor = socket(
            isSixth ? AF_INET6 : AF_INET,
            CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue),
            0
        )
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var yes: CInt = 1
        // As servers do: a closed connection does not block a port.
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_REUSEADDR,
            &yes,
            socklen_t(MemoryLayout<CInt>.size)
        )
        let port = address.port.bigEndian
        if isSixth {
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = port
            guard inet_pton(AF_INET6, address.address, &name.sin6_addr) == 1 else {
                return EADDRNOTAVAIL
            }
            return tryToListen(descriptor, &name)
        }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port
        guard inet_pton(AF_INET, address.address, &name.sin_addr) == 1 else { return EADDRNOTAVAIL }
        return tryToListen(descriptor, &name)
    }

    /// Also listens: with address reuse, two may be bound to a port, but one only may listen.
    private static func tryToListen<Name>(_ descriptor: CInt, _ name: inout Name) -> CInt? {
        withUnsafeBytes(of: &name) { bytes in
            let start = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
            guard bind(descriptor, start, socklen_t(bytes.count)) == 0,
                listen(descriptor, 1) == 0
            else { return errno }
            return nil
        }
    }
}
