import Glibc

/// Where a client has reached this machine, as a browser writes a site: `http://192.168.1.20:8080`.
package enum ReachedSite {
    /// What an IPv4 address begins with at a socket for both (RFC 4291, 2.5.5.2).
    private static let mappedPrefix = [UInt8](repeating: 0, count: 10) + [255, 255]

    /// The site of a connection's own end; `nil`: there is none that a browser could use.
    static func of(_ descriptor: Int32, isEncrypted: Bool) -> String? {
        var bound = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &bound) { raw in
            guard let start = raw.baseAddress,
                getsockname(descriptor, start.assumingMemoryBound(to: sockaddr.self), &length) == 0
            else { return nil }
            // The port stands at the same place in both families (netinet/in.h).
            let port = UInt16(bigEndian: raw.load(fromByteOffset: 2, as: UInt16.self))
            let address: [UInt8]
            switch Int32(raw.load(as: sa_family_t.self)) {
            case AF_INET: address = Array(raw[4..<8])
            case AF_INET6: address = Array(raw[8..<24])
            default: return nil
            }
            return text(address: address, port: port, isEncrypted: isEncrypted)
        }
    }

    /// The site as text.
    /// - Parameter address: 4 or 16 bytes, as they travel.
    /// - Returns: `nil` for an address that says nothing without the link that it holds on (RFC 4291,
    ///   2.5.6), which a browser does not take.
    package static func text(address: [UInt8], port: UInt16, isEncrypted: Bool) -> String? {
        var address = address
        if address.count == 16, address.starts(with: mappedPrefix) { address.removeFirst(12) }
        let isIPv4 = address.count == 4
        let isOfOneLink = !isIPv4 && address[0] == 0xFE && address[1] & 0xC0 == 0x80
        guard !isOfOneLink else { return nil }
        var room = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = isIPv4 ? AF_INET : AF_INET6
        guard inet_ntop(family, address, &room, socklen_t(room.count)) != nil else { return nil }
        let name = String(
            decoding: room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        let isUsual = port == (isEncrypted ? 443 : 80)
        return (isEncrypted ? "https://" : "http://") + (isIPv4 ? name : "[\(name)]")
            + (isUsual ? "" : ":\(port)")
    }
}
