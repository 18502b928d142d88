import Glibc
import System

/// What clients reach this machine by.
enum HostAddress {
    /// The first IPv4 address that is up and no loopback, else the loopback address.
    static func primary() -> String {
        first?.text ?? "127.0.0.1"
    }

    /// The address of the network card behind ``primary()``: `A1:B2:C3:D4:E5:F6`; empty where the
    /// machine has none.
    static func hardware() -> String {
        first.flatMap { InterfaceAddress.hardwareAddress(of: $0.name) } ?? ""
    }

    private static var first: InterfaceAddress? {
        InterfaceAddress.all().first { !$0.isLoopback && $0.number != nil }
    }

    /// The machine's own names, whole and up to the first point.
    static func names() -> [String] {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return [] }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let name = String(decoding: bytes, as: UTF8.self)
        guard !name.isEmpty else { return [] }
        let short = String(name.prefix { $0 != "." })
        return short == name ? [name] : [name, short]
    }
}
