import Chamber
import Glibc
import Schema
package import WebSocket

extension ListenAddress {
    /// Reads an address such as `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`; `nil` for anything
    /// else.
    package init?(text: String) {
        guard let separator = text.lastIndex(of: ":"),
            let port = UInt16(decimal: text[text.index(after: separator)...])
        else { return nil }
        let name = text[..<separator]
        if name.hasPrefix("["), name.hasSuffix("]") {
            let address = String(name.dropFirst().dropLast())
            guard Self.isNumeric(address, AF_INET6) else { return nil }
            self.init(address: address, port: port)
        } else if name == "localhost" {
            self.init(address: "127.0.0.1", port: port)
        } else {
            guard Self.isNumeric(String(name), AF_INET) else { return nil }
            self.init(address: String(name), port: port)
        }
    }

    private static func isNumeric(_ address: String, _ family: CInt) -> Bool {
        var storage = in6_addr()
        return inet_pton(family, address, &storage) == 1
    }
}

extension Field<ListenAddress> {
    /// Where a server listens.
    static func listenAddress(_ key: String, allowed: String, meaning: String) -> Field {
        Field(key: key, meaning: meaning, allowed: allowed) { text in
            ListenAddress(text: text).map { .value($0) } ?? .wrong("is not possible")
        }
    }
}
