import Chamber
package import Surroundings

/// A Bambu printer's announcement: a datagram similar to SSDP.
package enum BambuNotice {
    /// The value of `NT` or, in an answer, `ST`.
    private static let kind = "urn:bambulab-com:device:3dprinter:1"
    /// Bytes of a datagram that are read: printers send about 400.
    package static let longest = 2048

    /// The printer that a datagram announces; `nil`: another device's. `source`: the sender's
    /// address, for a printer that does not name its own.
    package static func printer(
        in bytes: some Collection<UInt8>,
        from source: String
    ) -> DeviceStatus.FoundPrinter? {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let first = lines.first, first.hasPrefix("NOTIFY ") || first.hasPrefix("HTTP/1.1 200")
        else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = trimmed(line[line.index(after: colon)...])
        }
        guard headers["nt"] == kind || headers["st"] == kind,
            let serial = headers["usn"], isSerial(serial)
        else { return nil }
        var printer = DeviceStatus.FoundPrinter()
        printer.serial = serial
        printer.address = headers["location"].flatMap { isAddress($0) ? $0 : nil } ?? source
        printer.port = DeviceProfile.BambuBinding().port
        let names = ["devname.bambu.com", "devmodel.bambu.com"].compactMap { headers[$0] }
        printer.name = names.first { !$0.isEmpty && $0.utf8.count <= 63 } ?? serial
        return printer
    }

    /// The question that some emulators of printers wait for, as it goes to this port of the group.
    package static func question(at port: UInt16) -> [UInt8] {
        let host = "239.255.255.250:\(port)"
        return Array(
            ("M-SEARCH * HTTP/1.1\r\nHOST: \(host)\r\nMAN: \"ssdp:discover\"\r\nMX: 3\r\n"
                + "ST: \(kind)\r\n\r\n").utf8
        )
    }

    private static func trimmed(_ text: Substring) -> String {
        String(
            text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }
                .reversed()
        )
    }

    /// Fifteen letters and digits so far; it becomes part of a topic, so nothing else is allowed.
    private static func isSerial(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 < 0x80 && Character(Unicode.Scalar($0)).isLetterOrDigit }
    }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && $0.first != "+" }
    }
}

extension Character {
    fileprivate var isLetterOrDigit: Bool { isLetter || isNumber }
}
