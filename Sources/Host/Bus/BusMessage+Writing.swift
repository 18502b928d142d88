import CSystemd

/// Appends values to a message; sd-bus's variadic functions cannot be called from Swift.
enum BusWriting {
    /// Appends `value`; throws where sd-bus takes no more (no memory, or a text that is no UTF-8).
    static func append(_ value: BusValue, to message: OpaquePointer) throws(BusFailure) {
        switch value {
        case .bool(let value): try basic("b", CInt(value ? 1 : 0), message)
        case .byte(let value): try basic("y", value, message)
        case .int16(let value): try basic("n", value, message)
        case .uint16(let value): try basic("q", value, message)
        case .int32(let value): try basic("i", value, message)
        case .uint32(let value): try basic("u", value, message)
        case .int64(let value): try basic("x", value, message)
        case .uint64(let value): try basic("t", value, message)
        case .double(let value): try basic("d", value, message)
        case .string(let value): try text("s", value, message)
        case .path(let value): try text("o", value, message)
        case .signature(let value): try text("g", value, message)
        case .bytes(let bytes):
            let result = bytes.withUnsafeBytes {
                sd_bus_message_append_array(message, code("y"), $0.baseAddress, $0.count)
            }
            try check(result)
        case .array(let element, let values):
            try check(sd_bus_message_open_container(message, code("a"), element))
            for value in values { try append(value, to: message) }
            try check(sd_bus_message_close_container(message))
        case .dictionary(let entry, let members):
            try dictionary(entry, members, message)
        case .variant(let inner):
            try check(sd_bus_message_open_container(message, code("v"), inner.signature))
            try append(inner, to: message)
            try check(sd_bus_message_close_container(message))
        case .structure(let members):
            let contents = members.map(\.signature).joined()
            try check(sd_bus_message_open_container(message, code("r"), contents))
            for member in members { try append(member, to: message) }
            try check(sd_bus_message_close_container(message))
        }
    }

    private static func dictionary(
        _ entry: String,
        _ members: [String: BusValue],
        _ message: OpaquePointer
    ) throws(BusFailure) {
        try check(sd_bus_message_open_container(message, code("a"), "{" + entry + "}"))
        for (key, value) in members {
            try check(sd_bus_message_open_container(message, code("e"), entry))
            try text(entry.hasPrefix("o") ? "o" : "s", key, message)
            try append(value, to: message)
            try check(sd_bus_message_close_container(message))
        }
        try check(sd_bus_message_close_container(message))
    }

    private static func basic<Value: BitwiseCopyable>(
        _ type: Unicode.Scalar,
        _ value: Value,
        _ message: OpaquePointer
    ) throws(BusFailure) {
        var value = value
        try check(sd_bus_message_append_basic(message, code(type), &value))
    }

    private static func text(
        _ type: Unicode.Scalar,
        _ value: String,
        _ message: OpaquePointer
    ) throws(BusFailure) {
        let result = value.withCString { sd_bus_message_append_basic(message, code(type), $0) }
        try check(result)
    }

    /// A type's letter, as C takes it.
    static func code(_ letter: Unicode.Scalar) -> CChar {
        CChar(truncatingIfNeeded: letter.value)
    }

    private static func check(_ result: CInt) throws(BusFailure) {
        guard result >= 0 else { throw BusFailure(errno: result, "the message cannot be written") }
    }
}
