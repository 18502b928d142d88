/// One value of a row.
package enum SQLValue: Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
}

extension SQLValue {
    /// A finite number; one that is not, or none, becomes NULL, as SQLite does with not-a-number.
    package init(_ number: Double?) {
        guard let number, number.isFinite else {
            self = .null
            return
        }
        self = .real(number)
    }

    /// Text, or NULL.
    package init(_ text: String?) {
        self = text.map(SQLValue.text) ?? .null
    }

    /// The number, if this is a whole one.
    package var integer: Int64? {
        guard case .integer(let number) = self else { return nil }
        return number
    }

    /// The number, if this is one; SQLite hands a whole number out either way.
    package var real: Double? {
        switch self {
        case .real(let number): number
        case .integer(let number): Double(number)
        case .null, .text: nil
        }
    }

    /// The text, if this is one.
    package var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}
