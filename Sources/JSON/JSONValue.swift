import Chamber
import CJansson

/// A JSON value as it was written: `1`, `1.0` and `true` are three different things.
package indirect enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number without point and exponent that fits 64 bits.
    case integer(Int64)
    /// A number with a point or an exponent; always finite.
    case real(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// The members of a JSON object in the order in which they were written; no key twice.
package struct JSONObject: Equatable, Sendable {
    /// In the order of the text; keys differ.
    package let members: [(key: String, value: JSONValue)]

    package init(_ members: [(key: String, value: JSONValue)]) {
        self.members = members
    }

    /// The value of a key, `nil` where there is none.
    ///
    /// Searched from the front: the dialects' objects have a dozen members.
    package subscript(key: String) -> JSONValue? {
        members.first { $0.key == key }?.value
    }

    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.elementsEqual(right.members) { $0.key == $1.key && $0.value == $1.value }
    }
}

extension JSONValue {
    /// The value with each text as it may be shown to a person (`String.harmless`).
    package var harmless: JSONValue {
        switch self {
        case .string(let text): .string(text.harmless)
        case .array(let list): .array(list.map(\.harmless))
        case .object(let object):
            .object(JSONObject(object.members.map { ($0.key.harmless, $0.value.harmless) }))
        case .null, .bool, .integer, .real: self
        }
    }

    /// The value where it is an object.
    package var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// The value where it is text.
    package var string: String? {
        guard case .string(let string) = self else { return nil }
        return string
    }

    /// The texts of an array; empty where the value is no array.
    package var strings: [String] {
        guard case .array(let values) = self else { return [] }
        return values.compactMap(\.string)
    }

    /// The value where it is `true` or `false`; numbers are none.
    package var bool: Bool? {
        guard case .bool(let bool) = self else { return nil }
        return bool
    }

    /// The value where it is a number, with or without a point; booleans are none.
    package var number: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .real(let real): real
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// The value where it is a whole number, `2` or `2.0`, of a size that a setting may have
    /// (within ±2³¹).
    package var wholeNumber: Int? {
        guard let number, number.rounded() == number, abs(number) < 2_147_483_648 else {
            return nil
        }
        return Int(number)
    }

    /// What kind of value it is, in a word for people.
    package var kindInWords: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .real: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension JSONValue {
    /// The object or list that the bytes hold.
    ///
    /// jansson rejects what is not UTF-8, keys that come twice, `NaN`, integers beyond 64 bits and
    /// reals beyond a double. Length and depth are held to ``JSONLimits`` before it sees the bytes:
    /// it recurses 2,048 levels deep, more than a thread's stack may hold. `longest`: bytes that
    /// are allowed, where a peer's own messages are longer than clients' are.
    package init(
        parsing bytes: UnsafeRawBufferPointer,
        longest: Int = JSONLimits.bytes
    ) throws(JSONError) {
        guard bytes.count <= longest else { throw .tooLong(bytes: bytes.count, allowed: longest) }
        guard JSONDepth.isWithin(JSONLimits.depth, bytes) else { throw .tooDeep }
        var error = json_error_t()
        let text = bytes.assumingMemoryBound(to: CChar.self)
        guard
            let root = json_loadb(
                text.baseAddress,
                text.count,
                Int(JSON_REJECT_DUPLICATES),
                &error
            )
        else {
            throw .malformed(Self.words(of: error))
        }
        defer { json_decref(root) }
        self.init(copying: root)
    }

    /// The object or list that the bytes hold.
    package init(
        parsing bytes: [UInt8],
        longest: Int = JSONLimits.bytes
    ) throws(JSONError) {
        let result = bytes.withUnsafeBytes { bytes -> Result<JSONValue, JSONError> in
            Result { () throws(JSONError) in try JSONValue(parsing: bytes, longest: longest) }
        }
        self = try result.get()
    }

    /// A copy of jansson's value and all within it.
    fileprivate init(copying value: OpaqueJSON) {
        switch value.pointee.type {
        case JSON_OBJECT: self = .object(JSONObject(copying: value))
        case JSON_ARRAY:
            let count = json_array_size(value)
            self = .array(
                (0..<count).compactMap { json_array_get(value, $0).map(JSONValue.init(copying:)) }
            )
        case JSON_STRING: self = .string(Self.text(of: value))
        case JSON_INTEGER: self = .integer(Int64(json_integer_value(value)))
        case JSON_REAL: self = .real(json_real_value(value))
        case JSON_TRUE: self = .bool(true)
        case JSON_FALSE: self = .bool(false)
        // JSON_NULL is the only kind left (jansson.h, json_type).
        default: self = .null
        }
    }

    private static func text(of value: OpaqueJSON) -> String {
        guard let start = json_string_value(value) else { return "" }
        let bytes = UnsafeRawBufferPointer(start: start, count: json_string_length(value))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func words(of error: json_error_t) -> String {
        let text = withUnsafeBytes(of: error.text) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return "line \(error.line), column \(error.column): \(text)"
    }
}

/// jansson's handle of a value that somebody else owns.
private typealias OpaqueJSON = UnsafeMutablePointer<json_t>

extension JSONObject {
    fileprivate init(copying object: OpaqueJSON) {
        var members: [(key: String, value: JSONValue)] = []
        members.reserveCapacity(json_object_size(object))
        var position = json_object_iter(object)
        while let here = position {
            // Keys hold no zero byte: jansson refuses `\u0000` unless asked to allow it.
            if let key = json_object_iter_key(here), let value = json_object_iter_value(here) {
                members.append((String(cString: key), JSONValue(copying: value)))
            }
            position = json_object_iter_next(object, here)
        }
        self.init(members)
    }
}

/// How deep objects and lists stand within each other, told without recursion.
enum JSONDepth {
    /// Whether no more than `limit` brackets are open at once; text is stepped over.
    ///
    /// What is no JSON may pass here: the parser rejects it without going any deeper.
    static func isWithin(_ limit: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var depth = 0
        var isInText = false
        var isEscaped = false
        for byte in bytes {
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth > limit { return false }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
            default:
                break
            }
        }
        return true
    }
}

/// Why bytes were refused as JSON.
package enum JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// More bytes than are allowed.
    case tooLong(bytes: Int, allowed: Int)
    /// Objects and lists within each other beyond ``JSONLimits/depth``.
    case tooDeep
    /// Not JSON, not UTF-8, a key twice, or a number out of range; the text is the parser's.
    case malformed(String)

    package var description: String {
        switch self {
        case .tooLong(let bytes, let allowed): "\(bytes) bytes are more than the \(allowed) allowed"
        case .tooDeep: "objects and lists are nested more than \(JSONLimits.depth) deep"
        case .malformed(let reason): reason
        }
    }
}

/// What a client may send at most.
enum JSONLimits {
    /// Bytes of one text: real clients send under 1 KiB.
    static let bytes = 64 * 1024
    /// Objects and lists within each other: the Panda Breath wire needs 4.
    static let depth = 16
}
