/// Where Moonraker is, as people type it: `voron.local`, `192.168.1.20:7126`, `[fd00::7]:7125`,
/// `https://print.example/printer1`.
package struct MoonrakerAddress: Equatable, Sendable {
    /// A name or numeric address, an IPv6 one without brackets.
    package let host: String
    /// The TCP port; `nil`: none was typed, and Moonraker's own is meant.
    package let port: Int?
    /// Moonraker's `route_prefix`, beginning with `/`; empty: none.
    package let prefix: String
    /// It is behind a server with HTTPS.
    package let isEncrypted: Bool

    /// Bytes of a host's name or of a prefix.
    private static let mostBytes = 63
    /// The schemes, and the port of each where none is typed (RFC 9110, section 4.2; RFC 6455, section 3).
    private static let schemes: [(name: String, port: Int, isEncrypted: Bool)] = [
        ("https://", 443, true), ("wss://", 443, true),
        ("http://", 80, false), ("ws://", 80, false),
    ]

    /// What is allowed, for the answer to anything else.
    package static let allowed =
        "an address such as 192.168.1.20, 192.168.1.20:7126 or https://printer.local/prefix, or a host's "
        + "name"

    /// `nil`: the text is no such address.
    package init?(_ text: String) {
        let scheme = Self.schemes.first { text.lowercased().hasPrefix($0.name) }
        let rest = text.dropFirst(scheme?.name.count ?? 0)
        let authority = rest.prefix { $0 != "/" }
        guard let place = Self.place(in: authority), Self.isHost(place.host),
            let prefix = Self.prefix(in: rest[authority.endIndex...])
        else { return nil }
        host = place.host
        port = place.port ?? scheme?.port
        self.prefix = prefix
        isEncrypted = scheme?.isEncrypted ?? false
    }

    private static func place(in authority: Substring) -> (host: String, port: Int?)? {
        let end = authority.lastIndex(of: "]").map(authority.index(after:))
        let isBare = end == nil && authority.count(where: { $0 == ":" }) > 1
        // Colons within an IPv6 address do not begin a port.
        let colon = isBare ? nil : authority[(end ?? authority.startIndex)...].firstIndex(of: ":")
        var host = authority[..<(colon ?? authority.endIndex)]
        if end != nil {
            guard host.hasPrefix("["), host.hasSuffix("]") else { return nil }
            host = host.dropFirst().dropLast()
        }
        guard let colon else { return (String(host), nil) }
        let digits = authority[authority.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits),
            port > 0
        else { return nil }
        return (String(host), Int(port))
    }

    private static func isHost(_ text: String) -> Bool {
        (1...mostBytes).contains(text.utf8.count)
            && text.utf8.allSatisfy { isLetterOrDigit($0) || ".-_:%".utf8.contains($0) }
    }

    /// The prefix without the end that Moonraker's own WebSocket has.
    private static func prefix(in path: Substring) -> String? {
        let parts = path.split(separator: "/").map(String.init)
        let names = parts.last == "websocket" ? parts.dropLast() : parts[...]
        let prefix = names.map { "/" + $0 }.joined()
        let isPath = prefix.utf8.allSatisfy { isLetterOrDigit($0) || "/.-_~%".utf8.contains($0) }
        return isPath && prefix.utf8.count <= mostBytes ? prefix : nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
    }
}

extension DeviceProfile.KlipperBinding {
    /// Sets where Moonraker is; a port that the address names wins over the one of the binding.
    package mutating func move(to place: MoonrakerAddress) {
        address = place.host
        port = place.port ?? port
        prefix = place.prefix
        isEncrypted = place.isEncrypted
    }
}
