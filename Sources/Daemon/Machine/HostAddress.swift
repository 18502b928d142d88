import Glibc

/// What clients reach this machine by.
enum HostAddress {
    /// The first IPv4 address that is up and no loopback, else the loopback address.
    static func primary() -> String {
        firstEntry { text(of: $1) } ?? loopback
    }

    /// The name of the interface that has it; `nil`: there is none but the loopback.
    static func primaryInterface() -> String? {
        firstEntry { entry, _ in String(cString: entry.pointee.ifa_name) }
    }

    /// What `read` makes of the first interface that is up and no loopback and has an IPv4 address.
    private static func firstEntry(
        _ read: (UnsafeMutablePointer<ifaddrs>, UnsafeMutablePointer<sockaddr>) -> String?
    ) -> String? {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return nil }
        defer { freeifaddrs(list) }
        var next = list
        while let entry = next {
            next = entry.pointee.ifa_next
            let flags = entry.pointee.ifa_flags
            guard flags & Self.isUp != 0, flags & Self.isLoopback == 0,
                let address = entry.pointee.ifa_addr,
                address.pointee.sa_family == sa_family_t(AF_INET),
                let found = read(entry, address)
            else { continue }
            return found
        }
        return nil
    }

    /// The machine's own names, whole and up to the first point.
    static func names() -> [String] {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return [] }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let name = String(decoding: bytes, as: UTF8.self)
        guard !name.isEmpty else { return [] }
        let short = String(name.prefix { $0 != "." })
        return short == name ? [name] : [name, short]
    }

    private static let loopback = "127.0.0.1"
    /// IFF_UP and IFF_LOOPBACK (netdevice(7)), which different toolchains import as different types.
    private static let isUp: UInt32 = 0x1
    private static let isLoopback: UInt32 = 0x8

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
