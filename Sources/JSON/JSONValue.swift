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
