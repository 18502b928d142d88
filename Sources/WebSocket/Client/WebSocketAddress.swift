/// A WebSocket server to connect to, and the headers of the request.
package struct WebSocketAddress: Equatable, Sendable, CustomStringConvertible {
    /// A name or a numeric IPv4 or IPv6 address, the latter without brackets.
    package var host: String
    /// The server's TCP port.
    package var port: UInt16
    /// With its query, where there is one; begins with `/`.
    package var path: String
    /// With TLS, for which the client must have been made with authorities.
    package var isEncrypted = false
    /// Further headers of the request, such as `X-Api-Key`.
    package var headers: [Response.Header] = []
    /// The subprotocol that is offered; `nil`: none.
    package var subprotocol: String?

    package init(host: String, port: UInt16, path: String) {
        self.host = host
        self.port = port
        self.path = path
    }

    /// Without the headers, which may hold secrets.
    package var description: String { "\(isEncrypted ? "wss" : "ws")://\(authority)\(path)" }

    /// Host and port as they stand in a URL and in the `Host` header.
    var authority: String {
        ListenAddress(address: host, port: port).description
    }

    /// Whether no text in it could add a line to the request.
    var isSendable: Bool {
        let texts = headers.flatMap { [$0.name, $0.value] } + [subprotocol ?? ""]
        // RFC 9110 section 5.5: a field's value holds no control characters but tabs.
        let areValues = texts.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f } }
        let areWords = [host, path].allSatisfy { text in
            text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f }
        }
        return areValues && areWords && !host.isEmpty && path.hasPrefix("/") && port > 0
    }

    /// Port where a URL names none (RFC 6455 section 3).
    private static let standardPort: UInt16 = 80
    private static let scheme = "ws://"

    /// From `ws://host:port/path`; without a port it is 80, without a path `/`. `nil` for anything else:
    /// a fragment, a user's name, TLS.
    package init?(url: String) {
        guard url.hasPrefix(Self.scheme) else { return nil }
        self.init(afterScheme: url.dropFirst(Self.scheme.count), port: Self.standardPort)
    }

    /// From what follows a scheme, `host:port/path`; `port` where it names none. `nil` for anything else: a
    /// fragment, a user's name.
    package init?(afterScheme rest: Substring, port standardPort: UInt16) {
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let tail = String(rest[authority.endIndex...])
        var host = authority
        var port = standardPort
        // The colons within an IPv6 address's brackets do not begin a port.
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
