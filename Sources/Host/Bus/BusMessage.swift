import CSystemd

/// Reads values of any type out of a message.
enum BusReading {
    /// Everything that is left in the message.
    static func values(in message: OpaquePointer) throws(BusFailure) -> [BusValue] {
        var values: [BusValue] = []
        while let value = try next(in: message) { values.append(value) }
        return values
    }

    /// The next value; `nil` at the end of the message, or of the container that was entered.
    private static func next(in message: OpaquePointer) throws(BusFailure) -> BusValue? {
        var type: CChar = 0
        var contents: UnsafePointer<CChar>?
        guard try check(sd_bus_message_peek_type(message, &type, &contents)) else { return nil }
        let letter = Unicode.Scalar(UInt8(bitPattern: type))
        let inside = contents.map { String(cString: $0) } ?? ""
        switch letter {
        case "b": return .bool(try basic(letter, message, CInt(0)) != 0)
        case "y": return .byte(try basic(letter, message, UInt8(0)))
        case "n": return .int16(try basic(letter, message, Int16(0)))
        case "q": return .uint16(try basic(letter, message, UInt16(0)))
        case "i": return .int32(try basic(letter, message, Int32(0)))
        case "u": return .uint32(try basic(letter, message, UInt32(0)))
        case "x": return .int64(try basic(letter, message, Int64(0)))
        case "t": return .uint64(try basic(letter, message, UInt64(0)))
        case "d": return .double(try basic(letter, message, Double(0)))
        case "s": return .string(try text(letter, message))
        case "o": return .path(try text(letter, message))
        case "g": return .signature(try text(letter, message))
        case "v":
            return try entered(letter, inside, message) { () throws(BusFailure) in
                guard let value = try next(in: message) else { throw unreadable }
                return .variant(value)
            }
        case "r":
            return try entered(letter, inside, message) { () throws(BusFailure) in
                .structure(try values(in: message))
            }
        case "a": return try array(of: inside, message)
        default: throw unreadable
        }
    }

    private static func array(
        of element: String,
        _ message: OpaquePointer
    ) throws(BusFailure) -> BusValue {
        if element == "y" {
            var start: UnsafeRawPointer?
            var count = 0
            try check(sd_bus_message_read_array(message, BusWriting.code("y"), &start, &count))
            return .bytes(Array(UnsafeRawBufferPointer(start: start, count: count)))
        }
        guard element.hasPrefix("{s") || element.hasPrefix("{o") else {
            return try entered("a", element, message) { () throws(BusFailure) in
                .array(of: element, try values(in: message))
            }
        }
        let entry = String(element.dropFirst().dropLast())
        return try entered("a", element, message) { () throws(BusFailure) in
            var members: [String: BusValue] = [:]
            while try check(
                sd_bus_message_enter_container(message, BusWriting.code("e"), entry)
            ) {
                let key = try text(entry.hasPrefix("o") ? "o" : "s", message)
                members[key] = try next(in: message)
                try check(sd_bus_message_exit_container(message))
            }
            return .dictionary(of: entry, members)
        }
    }

    private static func entered(
        _ type: Unicode.Scalar,
        _ contents: String,
        _ message: OpaquePointer,
        _ body: () throws(BusFailure) -> BusValue
    ) throws(BusFailure) -> BusValue {
        try check(sd_bus_message_enter_container(message, BusWriting.code(type), contents))
        let value = try body()
        try check(sd_bus_message_exit_container(message))
        return value
    }

    private static func basic<Value: BitwiseCopyable>(
        _ type: Unicode.Scalar,
        _ message: OpaquePointer,
        _ zero: Value
    ) throws(BusFailure) -> Value {
        var value = zero
        try check(sd_bus_message_read_basic(message, BusWriting.code(type), &value))
        return value
    }

    private static func text(
        _ type: Unicode.Scalar,
        _ message: OpaquePointer
    ) throws(BusFailure) -> String {
        var start: UnsafePointer<CChar>?
        try check(sd_bus_message_read_basic(message, BusWriting.code(type), &start))
        guard let start else { throw unreadable }
        return String(cString: start)
    }

    private static var unreadable: BusFailure {
        // EBADMSG
        BusFailure(errno: -74, "the message cannot be read")
    }

    /// False: at the end.
    @discardableResult
    private static func check(_ result: CInt) throws(BusFailure) -> Bool {
        guard result >= 0 else { throw BusFailure(errno: result, "the message cannot be read") }
        return result > 0
    }
}

/// Appends values to a message; sd-bus's variadic functions cannot be called from Swift.
enum BusWriting {
    /// Appends `value`; throws where sd-bus refuses it (no memory, or text that is not UTF-8).
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
