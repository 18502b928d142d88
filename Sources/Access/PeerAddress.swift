import Glibc

/// The numeric address of a client, without a port, the same however it was written.
package struct PeerAddress: Hashable, Sendable, CustomStringConvertible {
    /// 16 bytes in the network's order; an IPv4 address follows the prefix `::ffff:`
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

    /// An IPv6 address that the whole Internet reaches (2000::/3, RFC 4291, section 2.4).
    package var isGlobalIPv6: Bool { !isIPv4 && bytes[0] & 0xe0 == 0x20 }

    /// Both are in one network of IPv6, which has 64 bits of its own (RFC 4291, section 2.5.4).
    package func sharesNetwork(with other: PeerAddress) -> Bool {
        !isIPv4 && !other.isIPv4 && bytes.prefix(8) == other.bytes.prefix(8)
    }

    /// Whom the bounds by address take for one: an IPv4 address, or a network of IPv6, of whose addresses a
    /// machine takes as many as it likes.
    package var household: PeerAddress { isIPv4 ? self : PeerAddress(network: self) }

    private init(network address: PeerAddress) {
        bytes = address.bytes.prefix(8) + [UInt8](repeating: 0, count: 8)
    }

    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let found =
            isIPv4
            ? inet_ntop(AF_INET, Array(bytes.suffix(4)), &text, socklen_t(text.count))
            : inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count))
        return found.map { String(cString: $0) } ?? "an unknown address"
    }
}

/// Addresses that share their first bits: `192.168.1.0/24`, `fd00::/8`, or one alone.
package struct AddressRange: Equatable, Sendable, CustomStringConvertible {
    private let base: PeerAddress
    /// Of the 128 bits of ``PeerAddress``.
    private let prefixBits: Int

    /// An address, or one with `/` and a number of bits; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let base = PeerAddress(String(parts[0])), !text.contains("%") else { return nil }
        let most = base.isIPv4 && !parts[0].contains(":") ? 32 : 128
        var bits = most
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), parts[1].count <= 3,
                let number = Int(parts[1]), number <= most
            else { return nil }
            bits = number
        }
        self.base = base
        prefixBits = bits + 128 - most
    }

    /// Whether the address is one of them.
    package func contains(_ address: PeerAddress) -> Bool {
        let whole = prefixBits / 8
        guard base.bytes.prefix(whole) == address.bytes.prefix(whole) else { return false }
        let rest = prefixBits % 8
        guard rest > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xff00 >> rest)
        return base.bytes[whole] & mask == address.bytes[whole] & mask
    }

    package var description: String {
        let bits = base.isIPv4 && prefixBits >= 96 ? prefixBits - 96 : prefixBits
        let most = base.isIPv4 && prefixBits >= 96 ? 32 : 128
        return bits == most ? "\(base)" : "\(base)/\(bits)"
    }

    /// Ranges with commas between; `nil` where one of them is none.
    package static func list(_ text: String) -> [AddressRange]? {
        var ranges: [AddressRange] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let word = String(part.filter { $0 != " " && $0 != "\t" })
            guard let range = AddressRange(word) else { return nil }
            ranges.append(range)
        }
        return ranges
    }
}
