extension WebSocketAddress {
    /// Port where a URL names none (RFC 6455 section 3).
    private static let standardPort: UInt16 = 80
    private static let scheme = "ws://"

    /// From `ws://host:port/path`; without a port it is 80, without a path `/`. `nil` for anything else:
    /// a fragment, a user's name, TLS.
    package init?(url: String) {
        guard url.hasPrefix(Self.scheme) else { return nil }
        let rest = url.dropFirst(Self.scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let tail = String(rest[authority.endIndex...])
        var host = authority
        var port = Self.standardPort
        // In an IPv6 address the colons before the bracket are no port's.
        let afterHost = authority.lastIndex(of: "]").map(authority.index(after:))
        if let colon = authority[(afterHost ?? authority.startIndex)...].lastIndex(of: ":") {
            let digits = authority[authority.index(after: colon)...]
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let number = UInt16(digits), number > 0
            else { return nil }
            port = number
            host = authority[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        self.init(
            host: String(host),
            port: port,
            path: tail.hasPrefix("/") ? tail : "/" + tail
        )
        guard isSendable, !host.contains("@"), !tail.contains("#") else { return nil }
    }
}
