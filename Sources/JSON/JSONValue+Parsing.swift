import CJansson

extension JSONValue {
    /// The object or list that the bytes hold.
    ///
    /// jansson rejects what is not UTF-8, keys that come twice, `NaN`, integers beyond 64 bits and
    /// reals beyond a double. Length and depth are held to ``JSONLimits`` before it sees the bytes:
    /// it recurses 2,048 levels deep, too many for a thread's stack to bet on. `longest`: bytes that
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
