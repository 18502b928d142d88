/// What printers send, made fit for a strict parser.
enum BambuText {
    /// The bytes as valid UTF-8 without control characters: file names come in whatever encoding they
    /// were stored in, and some firmware ends a text or a report with a zero byte.
    ///
    /// A control character becomes a space: between values that is nothing, within a text it is the
    /// nearest thing to it that JSON allows (RFC 8259, section 7).
    static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        var text = String(decoding: bytes[..<end], as: UTF8.self)
        return text.withUTF8 { bytes in bytes.map { $0 < 0x20 ? 0x20 : $0 } }
    }
}
