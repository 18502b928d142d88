import Chamber

/// Writes compact JSON, member by member, in the order of the calls.
///
/// The order matters on the Panda Breath wire, and so does that a number has exactly one decimal;
/// hence no tree in between.
package struct JSONWriter: Sendable {
    /// What has been written so far, in UTF-8.
    package private(set) var bytes: [UInt8] = []
    /// The current object or list is not empty.
    private var needsComma = false

    package init() {}

    /// The bytes of one object.
    package static func object(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.bytes.reserveCapacity(512)
        writer.object(body)
        return writer.bytes
    }

    /// The same as text, for a line of output.
    package static func line(_ body: (inout JSONWriter) -> Void) -> String {
        String(decoding: object(body), as: UTF8.self)
    }

    // MARK: Objects and lists

    /// An object, as an element of a list or as the whole.
    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        separate()
        enclose("{", "}", body)
    }

    /// A member that is an object.
    package mutating func object(_ key: String, _ body: (inout JSONWriter) -> Void) {
        name(key)
        enclose("{", "}", body)
    }

    /// A list, as an element of a list.
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        separate()
        enclose("[", "]", body)
    }

    /// A member that is a list.
    package mutating func array(_ key: String, _ body: (inout JSONWriter) -> Void) {
        name(key)
        enclose("[", "]", body)
    }

    // MARK: Members

    /// A member of the current object: text, escaped here.
    package mutating func member(_ key: String, _ value: String) {
        name(key)
        text(value)
    }

    /// A member of the current object: `true` or `false`.
    package mutating func member(_ key: String, _ value: Bool) {
        name(key)
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// A member of the current object: a whole number, without a point.
    package mutating func member(_ key: String, _ value: some BinaryInteger) {
        name(key)
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A member of the current object: text, `null` where there is none.
    package mutating func member(_ key: String, _ value: String?) {
        guard let value else { return null(key) }
        member(key, value)
    }

    /// A member of the current object: `true` or `false`, `null` where that is unknown.
    package mutating func member(_ key: String, _ value: Bool?) {
        guard let value else { return null(key) }
        member(key, value)
    }

    /// A member of the current object: a whole number, `null` where it is unknown.
    package mutating func member(_ key: String, _ value: (some BinaryInteger)?) {
        guard let value else { return null(key) }
        member(key, value)
    }

    /// A number with `decimals` decimals (0…6), `null` where it is unknown or not finite.
    package mutating func member(_ key: String, _ value: Double?, decimals: Int) {
        name(key)
        number(value, decimals)
    }

    /// A member that is `null`.
    package mutating func null(_ key: String) {
        name(key)
        bytes.append(contentsOf: "null".utf8)
    }

    // MARK: Elements of a list

    /// An element of the current list: text, escaped here.
    package mutating func element(_ value: String) {
        separate()
        text(value)
    }

    /// An element of the current list: a whole number, without a point.
    package mutating func element(_ value: some BinaryInteger) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A number with `decimals` decimals (0…6), `null` where it is unknown or not finite.
    package mutating func element(_ value: Double?, decimals: Int) {
        separate()
        number(value, decimals)
    }

    // MARK: Parts

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func name(_ key: String) {
        separate()
        text(key)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func enclose(
        _ opening: Unicode.Scalar,
        _ closing: Unicode.Scalar,
        _ body: (inout JSONWriter) -> Void
    ) {
        bytes.append(UInt8(ascii: opening))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: closing))
        needsComma = true
    }

    private mutating func number(_ value: Double?, _ decimals: Int) {
        let text = value?.fixed(decimals) ?? "null"
        bytes.append(contentsOf: (text == "nan" ? "null" : text).utf8)
    }

    /// What is invisible is escaped: the bytes reach terminals, too.
    private mutating func text(_ value: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in value.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(UInt8(ascii: scalar))
            } else if scalar.isUnprintable {
                for unit in String(scalar).utf16 { escape(unit) }
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// `\u` and four hexadecimal digits (RFC 8259, section 7).
    private mutating func escape(_ unit: UInt16) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: "\\u".utf8)
        for shift in [12, 8, 4, 0] { bytes.append(digits[Int(unit >> UInt16(shift)) & 0xf]) }
    }

    /// A member with a value that was read before.
    package mutating func member(_ key: String, _ value: JSONValue) {
        switch value {
        case .null: null(key)
        case .bool(let flag): member(key, flag)
        case .integer(let number): member(key, number)
        case .real(let number): member(key, number, decimals: 3)
        case .string(let text): member(key, text)
        case .array(let list): array(key) { json in for one in list { json.element(one) } }
        case .object(let object): self.object(key) { $0.members(of: object) }
        }
    }

    /// An element of a list with a value that was read before.
    package mutating func element(_ value: JSONValue) {
        switch value {
        case .null: element(nil, decimals: 0)
        case .bool(let flag): element(flag ? 1 : 0)
        case .integer(let number): element(number)
        case .real(let number): element(number, decimals: 3)
        case .string(let text): element(text)
        case .array(let list): array { json in for one in list { json.element(one) } }
        case .object(let inner): object { $0.members(of: inner) }
        }
    }

    private mutating func members(of object: JSONObject) {
        for (key, value) in object.members { member(key, value) }
    }
}
