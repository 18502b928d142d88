import Chamber
import JSON
import SwitchCore

/// Values as printers write them: the same number is `270`, `270.0` or `"270"`, by model and firmware.
extension JSONObject {
    /// The number of a key; `nil` where there is none, or something else.
    func looseNumber(_ key: String) -> Double? {
        guard let value = self[key] else { return nil }
        if let number = value.number { return number }
        guard let text = value.string, let number = Double(plain: text) else { return nil }
        return number
    }

    /// The whole number of a key, where it fits 32 bits, as all of the printers' do.
    func looseWhole(_ key: String) -> Int? {
        guard let number = looseNumber(key), number.rounded() == number,
            abs(number) <= 4_294_967_295
        else { return nil }
        return Int(number)
    }

    /// The temperature of a key.
    func looseTemperature(_ key: String) -> Celsius? {
        looseNumber(key).flatMap { Celsius(untrusted: $0) }
    }

    /// The members of the list of a key that are objects.
    func objects(_ key: String) -> [JSONObject]? {
        guard case .array(let list) = self[key] else { return nil }
        return list.compactMap(\.object)
    }
}

/// Repairs printers' messages for a strict parser.
enum BambuText {
    /// The bytes as valid UTF-8 without control characters: file names come in whatever encoding they
    /// were stored in, and some firmware ends a text or a report with a zero byte.
    ///
    /// A control character becomes a space: harmless between values, and within a text the nearest
    /// character that JSON allows (RFC 8259, section 7).
    static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        var text = String(decoding: bytes[..<end], as: UTF8.self)
        return text.withUTF8 { bytes in bytes.map { $0 < 0x20 ? 0x20 : $0 } }
    }
}
