package import WebSocket

/// Where a browser opens a page: `https://heater.example.org/hearth/`.
package struct SiteAddress: Equatable, Sendable, CustomStringConvertible {
    /// With TLS.
    package let isEncrypted: Bool
    /// A name, or an address without brackets.
    package let host: String
    /// Never 0.
    package let port: UInt16
    /// Begins and ends with a slash.
    package let path: String

    /// A page's address; the slash at its end may be missing. `nil` for anything with a user's name, a
    /// query or a fragment, and for another scheme.
    package init?(text: String) {
        let isEncrypted = text.hasPrefix("https://")
        guard isEncrypted || text.hasPrefix("http://") else { return nil }
        let rest = text.dropFirst(isEncrypted ? 8 : 7)
        let authority = rest.prefix { $0 != "/" }
        guard
            let address = DaemonAddress(text: String(authority), usualPort: isEncrypted ? 443 : 80)
        else { return nil }
        let path = rest[authority.endIndex...]
        // What RFC 3986, section 3.3, allows in a path.
        let isPath = path.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                || "/-._~!$&'()*+,;=:@%".utf8.contains(byte)
        }
        guard isPath else { return nil }
        self.isEncrypted = isEncrypted
        host = address.host
        port = address.port
        self.path = path.hasSuffix("/") ? String(path) : path + "/"
    }

    /// Host and port as a browser sends them in `Host`.
    package var authority: String {
        let address = DaemonAddress(host: host, port: port).description
        let usual = isEncrypted ? ":443" : ":80"
        return address.hasSuffix(usual) ? String(address.dropLast(usual.count)) : address
    }

    /// As a browser sends it in `Origin`.
    package var origin: String { (isEncrypted ? "https://" : "http://") + authority }

    package var description: String { origin + path }

    /// Asks there.
    package var client: HTTPClient {
        HTTPClient(host: host, port: port, isEncrypted: isEncrypted)
    }
}
