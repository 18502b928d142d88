import Glibc

/// The address of the network card that this machine is reached by.
enum HardwareAddress {
    /// Six bytes in hexadecimal digits with colons.
    private static let length = 17

    /// `A1:B2:C3:D4:E5:F6`; empty where the machine has none.
    static func primary() -> String {
        guard let interface = HostAddress.primaryInterface() else { return "" }
        return address(of: interface)
    }

    private static func address(of interface: String) -> String {
        let file = open("/sys/class/net/\(interface)/address", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: length)
        guard read(file, &bytes, length) == length else { return "" }
        let text = String(decoding: bytes, as: UTF8.self).uppercased()
        let isAddress = text.utf8.allSatisfy { byte in
            (0x30...0x3a).contains(byte) || (0x41...0x46).contains(byte)
        }
        return isAddress ? text : ""
    }
}
