import Chamber
import Settings
package import WebSocket

/// A daemon's address: a name or address, and a port.
package struct DaemonAddress: Equatable, Sendable, CustomStringConvertible {
    /// A name, or an address without brackets.
    package let host: String
    /// Never 0 where it was typed.
    package let port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// An address written as `pandabreath.local`, `192.168.1.20:8080`, `[::1]:8080`, or as a browser shows
    /// it, `http://192.168.1.20/`; `usualPort` where the text has none.
    package init?(text typed: String, usualPort: UInt16 = 80) {
        var text = typed
        if text.lowercased().hasPrefix("http://") {
            text.removeFirst("http://".count)
            if text.last == "/" { text.removeLast() }
        }
        var host = text[...]
        var port = usualPort
        // More than one colon without brackets is an IPv6 address, which has no port then.
        let isBracketed = text.hasPrefix("[")
        let colons = text.filter { $0 == ":" }.count
        if let colon = text.lastIndex(of: ":"), isBracketed ? text.last != "]" : colons == 1 {
            guard let number = UInt16(decimal: text[text.index(after: colon)...]), number > 0 else {
                return nil
            }
            port = number
            host = text[..<colon]
        }
        if isBracketed {
            guard host.hasSuffix("]") else { return nil }
            host = host.dropFirst().dropLast()
        }
        let isName = host.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                || ".-_:%".utf8.contains(byte)
        }
        guard !host.isEmpty, host.utf8.count <= 253, isName else { return nil }
        self.init(host: String(host), port: port)
    }

    /// The address of a daemon on this machine that listens at `address`.
    package init(of address: ListenAddress) {
        self.init(host: address.isEvery ? "127.0.0.1" : address.address, port: address.port)
    }

    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// The default addresses of a daemon on this machine: with a simulated board, with a real one, and with
    /// a real one where another program has its port.
    package static let local = ([8080, 80] + ListenAddress.otherPorts).map {
        DaemonAddress(host: "127.0.0.1", port: $0)
    }

    /// The ports at which daemons are looked for in a network: of a real board, of a simulated one, and of a
    /// real one where another program has its port.
    package static let searched: [UInt16] = [80, 8080] + ListenAddress.otherPorts.prefix(1)
}
