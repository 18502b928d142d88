import WebSocket

/// Where messages are posted to: an address of HTTP or HTTPS.
package struct NoticeTarget: Equatable, Sendable {
    /// A name or numeric address, without brackets.
    package var host: String
    /// The server's TCP port.
    package var port: UInt16
    /// With its query; begins with `/`. It may be a secret: anyone who knows an ntfy topic reads it.
    package var path: String
    /// With TLS, to a server whose certificate is for this host and from an authority that the machine
    /// trusts.
    package var isEncrypted: Bool

    /// From `https://HOST/PATH` or `http://HOST:PORT/PATH`; `nil` for anything else, and for one with a user's
    /// name in it.
    package init?(url: String) {
        isEncrypted = url.hasPrefix("https://")
        guard isEncrypted || url.hasPrefix("http://") else { return nil }
        let rest = url.drop { $0 != "/" }.dropFirst(2)
        guard let address = WebSocketAddress(afterScheme: rest, port: isEncrypted ? 443 : 80) else {
            return nil
        }
        (host, port, path) = (address.host, address.port, address.path)
        guard path.utf8.allSatisfy({ $0 < 0x7f }) else { return nil }
    }

    /// For people: the host, with its port where that does not go without saying; never the path.
    package var place: String {
        let address = ListenAddress(address: host, port: port).description
        guard port == (isEncrypted ? 443 : 80), let colon = address.lastIndex(of: ":") else {
            return address
        }
        return String(address[..<colon])
    }
}
