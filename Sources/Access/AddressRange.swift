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
