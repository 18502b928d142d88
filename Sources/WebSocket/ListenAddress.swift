/// Where a server waits for clients.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// A numeric IPv4 or IPv6 address: `127.0.0.1`, `0.0.0.0`, `::`.
    package var address: String
    /// 0 lets the system choose a free one.
    package var port: UInt16

    package init(address: String, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// Only this machine can reach it.
    package var isLoopback: Bool {
        address == "::1" || address.hasPrefix("127.")
    }

    package var description: String {
        address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
