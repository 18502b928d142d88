import Glibc

/// An address of one of this machine's network interfaces.
package struct InterfaceAddress: Equatable, Sendable {
    /// The interface's name: `eth0`.
    package let name: String
    /// The kernel's number of the interface.
    package let index: Int32
    /// Only this machine itself is reached by it.
    package let isLoopback: Bool
    /// In the order of the network: 4 bytes of IPv4, 16 of IPv6.
    package let bytes: [UInt8]
    /// Bits of the address that name the network.
    package let prefix: Int

    package init(name: String, index: Int32, isLoopback: Bool, bytes: [UInt8], prefix: Int) {
        self.name = name
        self.index = index
        self.isLoopback = isLoopback
        self.bytes = bytes
        self.prefix = prefix
    }

    /// The IPv4 address in the machine's byte order; `nil` for IPv6.
    package var number: UInt32? {
        bytes.count == 4 ? bytes.reduce(0) { $0 << 8 | UInt32($1) } : nil
    }

    /// An IPv6 address that means something on its own cable only (fe80::/10, RFC 4291, section 2.5.6).
    package var isLinkLocal: Bool {
        bytes.count == 16 && bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80
    }

    /// As people write it: `192.168.1.20`, `fe80::1`.
    package var text: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        // Fails only where there is too little room (inet_ntop(3)).
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "" }
        let found = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: found, as: UTF8.self)
    }

    /// The addresses of all interfaces that are up, in the kernel's order; none where the system does
    /// not tell.
    package static func all() -> [InterfaceAddress] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var found: [InterfaceAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            guard entry.ifa_flags & isUp != 0, let bytes = bytes(of: entry.ifa_addr) else {
                continue
            }
            // Without a mask the address stands for itself alone.
            let mask = Self.bytes(of: entry.ifa_netmask) ?? bytes.map { _ in 0xff }
            found.append(
                InterfaceAddress(
                    name: String(cString: entry.ifa_name),
                    index: Int32(bitPattern: if_nametoindex(entry.ifa_name)),
                    isLoopback: entry.ifa_flags & isLoopback != 0,
                    bytes: bytes,
                    prefix: mask.reduce(0) { $0 + $1.nonzeroBitCount }
                )
            )
        }
        return found
    }

    /// IFF_UP and IFF_LOOPBACK (netdevice(7)), which different toolchains import as different types.
    private static let isUp: UInt32 = 0x1
    private static let isLoopback: UInt32 = 0x8

    private static func bytes(of address: UnsafeMutablePointer<sockaddr>?) -> [UInt8]? {
        guard let address else { return nil }
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin6_addr) { Array($0) }
            }
        default:
            return nil
        }
    }
}

extension InterfaceAddress {
    /// The address of the network card behind an interface, `A1:B2:C3:D4:E5:F6`; `nil` where it has
    /// none.
    package static func hardwareAddress(of interface: String) -> String? {
        do throws(SystemError) {
            let file = "/sys/class/net/\(interface)/address"
            let bytes = try File.beginning(of: file, 17)
            let text = String(decoding: bytes, as: UTF8.self).uppercased()
            let isAddress = text.utf8.allSatisfy { byte in
                (0x30...0x3a).contains(byte) || (0x41...0x46).contains(byte)
            }
            return text.utf8.count == 17 && isAddress ? text : nil
        } catch {
            return nil
        }
    }
}
