/// One value of a row.
package enum SQLValue: Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
}

extension SQLValue {
    /// A finite number; any other, or none, becomes NULL, as SQLite does with not-a-number.
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

    /// The number, if this is one; SQLite may return a whole number as either kind.
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

/// CRC-32 of a row's values: SQLite has no checksums of its own.
///
/// Finds any single flipped bit and any damage within 32 neighbouring bits (IEEE 802.3, section
/// 3.2.9; reflected polynomial 0xEDB88320).
package struct Checksum {
    private var register: UInt32 = 0xFFFF_FFFF

    /// The checksum of `values`; `name` prevents a row from passing as another table's.
    package static func of(_ name: String, _ values: [SQLValue]) -> Int64 {
        var checksum = Checksum()
        checksum.add(.text(name))
        for value in values {
            checksum.add(value)
        }
        return Int64(~checksum.register)
    }

    private mutating func add(_ value: SQLValue) {
        switch value {
        case .null:
            add(byte: 0)
        case .integer(let number):
            add(byte: 1)
            add(word: UInt64(bitPattern: number))
        case .real(let number):
            add(byte: 2)
            // SQLite does not keep the sign of a zero.
            add(word: number == 0 ? 0 : number.bitPattern)
        case .text(let text):
            add(byte: 3)
            add(word: UInt64(text.utf8.count))
            for byte in text.utf8 {
                add(byte: byte)
            }
        }
    }

    private mutating func add(word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            add(byte: UInt8(truncatingIfNeeded: word >> shift))
        }
    }

    private mutating func add(byte: UInt8) {
        register ^= UInt32(byte)
        for _ in 0..<8 {
            register = register & 1 == 0 ? register >> 1 : (register >> 1) ^ 0xEDB8_8320
        }
    }
}
