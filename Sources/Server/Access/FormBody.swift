/// The fields of a form as a browser posts it (`application/x-www-form-urlencoded`, WHATWG URL 5.1).
struct FormBody {
    private var fields: [String: [UInt8]] = [:]

    init(_ body: [UInt8]) {
        for part in body.split(separator: UInt8(ascii: "&")) {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard let name = pair.first else { continue }
            let value = pair.count == 2 ? pair[1] : []
            fields[String(decoding: Self.decoded(name), as: UTF8.self)] = Self.decoded(value)
        }
    }

    /// The bytes of a field; `nil` where there is none.
    subscript(name: String) -> [UInt8]? { fields[name] }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "%"), index + 2 < text.endIndex,
                let value = UInt8(
                    String(decoding: text[index + 1...index + 2], as: UTF8.self),
                    radix: 16
                )
            {
                bytes.append(value)
                index += 3
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return bytes
    }
}
