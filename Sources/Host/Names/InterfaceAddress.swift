import Glibc

/// An IPv4 address of this machine that others can reach.
package struct InterfaceAddress: Equatable, Sendable {
    /// The kernel's number of the interface.
    let interface: Int32
    let address: String

    package init(interface: Int32, address: String) {
        self.interface = interface
        self.address = address
    }

    /// The first address of each interface that is up and no loopback, in the kernel's order.
    static func all() -> [InterfaceAddress] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var found: [InterfaceAddress] = []
        var next = list
        while let entry = next {
            next = entry.pointee.ifa_next
            // IFF_UP and IFF_LOOPBACK (netdevice(7)).
            guard entry.pointee.ifa_flags & 0x1 != 0, entry.pointee.ifa_flags & 0x8 == 0,
                let address = entry.pointee.ifa_addr,
                address.pointee.sa_family == sa_family_t(AF_INET),
                let text = text(of: address)
            else { continue }
            let index = Int32(bitPattern: if_nametoindex(entry.pointee.ifa_name))
            guard !found.contains(where: { $0.interface == index }) else { continue }
            found.append(InterfaceAddress(interface: index, address: text))
        }
        return found
    }

    private static func text(of address: UnsafeMutablePointer<sockaddr>) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = getnameinfo(
            address,
            length,
            &buffer,
            socklen_t(buffer.count),
            nil,
            0,
            NI_NUMERICHOST
        )
        guard result == 0 else { return nil }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
