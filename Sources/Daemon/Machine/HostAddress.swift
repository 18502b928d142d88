import Glibc
import System
package import WebSocket

/// The addresses and names by which clients reach this machine.
package enum HostAddress {
    /// The first IPv4 address that is up and not loopback; without one the first of IPv6 that more than its
    /// own cable knows; or else the loopback address.
    static func primary() -> String {
        first?.text ?? "127.0.0.1"
    }

    /// The page's address for a browser, of a daemon that listens at `address`.
    package static func page(at address: ListenAddress) -> String {
        let host = address.isEvery ? primary() : address.address
        let name = host.contains(":") ? "[\(host)]" : host
        return address.port == 80 ? "http://\(name)/" : "http://\(name):\(address.port)/"
    }

    /// The hardware address of the network card of ``primary()``, as `A1:B2:C3:D4:E5:F6`; empty where
    /// the machine has none.
    static func hardware() -> String {
        first.flatMap { InterfaceAddress.hardwareAddress(of: $0.name) } ?? ""
    }

    private static var first: InterfaceAddress? {
        let others = InterfaceAddress.all().filter { !$0.isLoopback && !$0.isLinkLocal }
        return others.first { $0.number != nil } ?? others.first
    }

    /// The machine's own names: the whole one, the part before the first point, and that in `.local`, by
    /// which Avahi announces it.
    static func names() -> [String] {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return [] }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let name = String(decoding: bytes, as: UTF8.self)
        guard !name.isEmpty else { return [] }
        let short = String(name.prefix { $0 != "." })
        return [name, short, short + ".local"]
    }
}
