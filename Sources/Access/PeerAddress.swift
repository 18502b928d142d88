import Glibc

/// The numeric address of a client, without a port and whatever it was written like.
package struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// 16 bytes in the network's order; an IPv4 address stands behind the prefix `::ffff:`
    /// (RFC 4291, 2.5.5.2), so that the same client is the same whichever socket took it.
    let bytes: [UInt8]

    private static let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

    /// `192.168.1.7`, `fe80::1`, `fe80::1%eth0` or `::ffff:192.168.1.7`; `nil` for anything else.
    package init?(_ text: String) {
        let text = String(text.prefix { $0 != "%" })
        var room = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &room) == 1 {
            bytes = Self.mappedPrefix + room.prefix(4)
        } else if inet_pton(AF_INET6, text, &room) == 1 {
            bytes = room
        } else {
            return nil
        }
    }

    /// Whether it is an IPv4 address.
    package var isIPv4: Bool { bytes.starts(with: Self.mappedPrefix) }

    /// `127.0.0.1` or `::1`: a program on this machine, or a proxy that speaks for others.
    ///
    /// The rest of 127.0.0.0/8 counts as anyone.
    package var isThisMachine: Bool { self == Self.loopback4 || self == Self.loopback6 }

    private static let loopback4 = PeerAddress("127.0.0.1")
    private static let loopback6 = PeerAddress("::1")

    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let found =
            isIPv4
            ? inet_ntop(AF_INET, Array(bytes.suffix(4)), &text, socklen_t(text.count))
            : inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count))
        return found.map { String(cString: $0) } ?? "an unknown address"
    }
}
