/// A D-Bus value, of the types that Hearth's services need.
package enum BusValue: Equatable, Sendable {
    case bool(Bool)
    case byte(UInt8)
    case int16(Int16)
    case uint16(UInt16)
    case int32(Int32)
    case uint32(UInt32)
    case int64(Int64)
    case uint64(UInt64)
    case double(Double)
    case string(String)
    case path(String)
    case signature(String)
    /// `ay`: names of networks are bytes, not text.
    case bytes([UInt8])
    /// With its elements' signature, which an empty array would not reveal.
    case array(of: String, [BusValue])
    /// With the signature of its entries (`sv`); keys are texts or paths.
    case dictionary(of: String, [String: BusValue])
    indirect case variant(BusValue)
    case structure([BusValue])

    /// An `a{sv}` whose values are wrapped.
    package static func options(_ members: [String: BusValue]) -> BusValue {
        .dictionary(of: "sv", members.mapValues { .variant($0) })
    }

    /// Its type, as D-Bus writes it.
    var signature: String {
        switch self {
        case .bool: "b"
        case .byte: "y"
        case .int16: "n"
        case .uint16: "q"
        case .int32: "i"
        case .uint32: "u"
        case .int64: "x"
        case .uint64: "t"
        case .double: "d"
        case .string: "s"
        case .path: "o"
        case .signature: "g"
        case .bytes: "ay"
        case .array(let element, _): "a" + element
        case .dictionary(let entry, _): "a{" + entry + "}"
        case .variant: "v"
        case .structure(let members): "(" + members.map(\.signature).joined() + ")"
        }
    }

    /// The value inside a variant; any other value itself.
    var plain: BusValue {
        if case .variant(let inner) = self { inner.plain } else { self }
    }

    /// A text, path or signature.
    package var text: String? {
        switch plain {
        case .string(let text), .path(let text), .signature(let text): text
        default: nil
        }
    }

    var truth: Bool? {
        if case .bool(let value) = plain { value } else { nil }
    }

    /// Any whole number that an `Int` can hold.
    package var number: Int? {
        switch plain {
        case .byte(let value): Int(value)
        case .int16(let value): Int(value)
        case .uint16(let value): Int(value)
        case .int32(let value): Int(value)
        case .uint32(let value): Int(value)
        case .int64(let value): Int(value)
        case .uint64(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The bytes of an `ay`.
    package var bytes: [UInt8]? {
        if case .bytes(let bytes) = plain { bytes } else { nil }
    }

    var elements: [BusValue]? {
        switch plain {
        case .array(_, let elements), .structure(let elements): elements
        default: nil
        }
    }

    var members: [String: BusValue]? {
        if case .dictionary(_, let members) = plain { members } else { nil }
    }

    /// A member of a dictionary, without its wrapping.
    package subscript(key: String) -> BusValue? { members?[key]?.plain }
}
