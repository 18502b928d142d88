import Glibc

/// An interface of this machine with an IPv4 address.
package struct NetworkInterface: Equatable, Sendable {
    /// As the kernel calls it, such as `wlan0`.
    package var name: String
    /// In host byte order.
    package var address: UInt32
    /// Bits of the address that name the network, 0…32.
    package var prefix: Int
    /// Nothing but this machine is behind it.
    package var isLoopback: Bool

    package init(name: String, address: UInt32, prefix: Int, isLoopback: Bool) {
        self.name = name
        self.address = address
        self.prefix = prefix
        self.isLoopback = isLoopback
    }

    /// The interfaces that are up at present.
    package static func all() -> [NetworkInterface] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return [] }
        defer { freeifaddrs(first) }
        var found: [NetworkInterface] = []
        var next = first
        while let entry = next?.pointee {
            next = entry.ifa_next
            let flags = Int32(bitPattern: entry.ifa_flags)
            guard flags & Int32(IFF_UP) != 0, let address = number(entry.ifa_addr),
                let mask = number(entry.ifa_netmask)
            else { continue }
            found.append(
                NetworkInterface(
                    name: String(cString: entry.ifa_name),
                    address: address,
                    prefix: mask.nonzeroBitCount,
                    isLoopback: flags & Int32(IFF_LOOPBACK) != 0
                )
            )
        }
        return found
    }

    /// The IPv4 address in host byte order, nil for another kind.
    private static func number(_ address: UnsafeMutablePointer<sockaddr>?) -> UInt32? {
        guard let address, address.pointee.sa_family == sa_family_t(AF_INET) else { return nil }
        return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
            UInt32(bigEndian: address.pointee.sin_addr.s_addr)
        }
    }
}

/// Which addresses a search asks.
package enum SearchRange {
    /// A home network, and never more of a larger one.
    private static let narrowest = 24

    /// The addresses of the networks that the interfaces are in, this machine's own among them, each
    /// once. `names` chooses interfaces; empty: all but loopback.
    package static func addresses(
        of interfaces: [NetworkInterface],
        named names: [String]
    ) -> [UInt32] {
        var seen: Set<UInt32> = []
        return
            interfaces
            .filter { names.isEmpty ? !$0.isLoopback : names.contains($0.name) }
            .flatMap { addresses(around: $0) }
            .filter { seen.insert($0).inserted }
    }

    private static func addresses(around interface: NetworkInterface) -> [UInt32] {
        let prefix = min(max(interface.prefix, narrowest), 32)
        // RFC 3021: a network of two has neither a network address nor a broadcast one.
        guard prefix < 31 else { return [interface.address] }
        let size = UInt32(1) << UInt32(32 - prefix)
        let network = interface.address & ~(size - 1)
        return (1..<size - 1).map { network + $0 }
    }
}
