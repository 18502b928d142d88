/// A WebSocket server to connect to, without TLS, and what it is told at the door.
package struct WebSocketAddress: Equatable, Sendable, CustomStringConvertible {
    /// A name or a numeric IPv4 or IPv6 address, the latter without brackets.
    package var host: String
    /// The server's TCP port.
    package var port: UInt16
    /// With its query, where there is one; begins with `/`.
    package var path: String
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
    package var description: String { "ws://\(authority)\(path)" }

    /// Host and port as they stand in a URL and in the `Host` header.
    var authority: String {
        ListenAddress(address: host, port: port).description
    }

    /// Whether nothing in it would end a line of the request or begin another.
    var isSendable: Bool {
        let texts = headers.flatMap { [$0.name, $0.value] } + [subprotocol ?? ""]
        // RFC 9110 section 5.5: a field's value holds no control characters but tabs.
        let areValues = texts.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f } }
        let areWords = [host, path].allSatisfy { text in
            text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f }
        }
        return areValues && areWords && !host.isEmpty && path.hasPrefix("/") && port > 0
    }
}
