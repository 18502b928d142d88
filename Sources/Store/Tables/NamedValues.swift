import Chamber
import SwitchCore

/// The rows of a table of named values (`settings`, `profile`), and what was wrong with them.
///
/// Nothing in them is trusted: a row whose checksum does not fit, a word that is not known, or a
/// number outside its range is replaced by that value's default, and a note says so.
struct NamedValues {
    /// One sentence for each value that was replaced.
    private(set) var notes: [String] = []
    private let table: String
    private var values: [String: SQLValue] = [:]

    /// Reads all rows of `table`.
    init(_ table: String, in database: Database) throws(StoreError) {
        self.table = table
        for row in try database.rows("SELECT name, value, checksum FROM \(table)") {
            guard let name = row[0].text else { continue }
            if row[2].integer == Checksum.of(table, [row[0], row[1]]) {
                values[name] = row[1]
            } else {
                notes.append("the stored \(table) value '\(name)' is damaged: its default is used")
            }
        }
    }

    /// Puts `values` into `table`, each in place of the one of the same name. Belongs in a
    /// transaction.
    static func write(
        _ values: [(name: String, value: SQLValue)],
        to table: String,
        in database: Database
    ) throws(StoreError) {
        let statement = try database.prepare(
            "INSERT OR REPLACE INTO \(table) (name, value, checksum) VALUES (?1, ?2, ?3)"
        )
        for (name, value) in values {
            let checksum = Checksum.of(table, [.text(name), value])
            try statement.run([.text(name), value, .integer(checksum)])
        }
    }

    /// A choice by its word.
    mutating func choice<Choice: Worded>(_ name: String, default choice: Choice) -> Choice {
        guard let value = values[name] else { return choice }
        guard let word = value.text, let stored = Choice(word: word) else {
            record(name, "is not a word that this version knows")
            return choice
        }
        return stored
    }

    /// A temperature within `range`.
    mutating func temperature(
        _ name: String,
        in range: ClosedRange<Celsius>,
        default temperature: Celsius
    ) -> Celsius {
        guard let value = values[name] else { return temperature }
        guard let number = value.real, let stored = Celsius(untrusted: number),
            range.contains(stored)
        else {
            let low = range.lowerBound.degrees.fixed(0)
            record(name, "is not within \(low)…\(range.upperBound.degrees.fixed(0)) °C")
            return temperature
        }
        return stored
    }

    /// A number within `range`; `nil` where none is stored.
    mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = values[name], value != .null else { return nil }
        guard let stored = value.real, range.contains(stored) else {
            record(name, "is not a number within \(range.lowerBound)…\(range.upperBound)")
            return nil
        }
        return stored
    }

    /// A correction of a probe, held to ``Ceilings/sensorOffset``.
    mutating func offset(_ name: String) -> TemperatureDelta {
        guard let value = values[name] else { return .zero }
        guard let number = value.real, number.isFinite else {
            record(name, "is not a number")
            return .zero
        }
        let stored = TemperatureDelta(number)
        let held = stored.heldToCeiling
        if held != stored {
            let limit = Ceilings.sensorOffset.kelvins.fixed(0)
            notes.append(
                "the stored \(table) value '\(name)' is beyond ±\(limit) °C: "
                    + "\(held.kelvins.fixed(1)) °C is used"
            )
        }
        return held
    }

    /// A whole number within `range`.
    mutating func whole(_ name: String, in range: ClosedRange<Int64>, default number: Int64)
        -> Int64
    {
        guard let value = values[name] else { return number }
        guard let stored = value.integer, range.contains(stored) else {
            record(name, "is not a whole number within \(range.lowerBound)…\(range.upperBound)")
            return number
        }
        return stored
    }

    /// A port of TCP.
    mutating func port(_ name: String, default port: Int) -> Int {
        Int(whole(name, in: 1...65_535, default: Int64(port)))
    }

    /// Yes (1) or no (0).
    mutating func flag(_ name: String, default flag: Bool) -> Bool {
        whole(name, in: 0...1, default: flag ? 1 : 0) == 1
    }

    /// Text without control characters, of at most `longest` bytes in UTF-8.
    mutating func text(_ name: String, longest: Int = 256, default text: String) -> String {
        guard let value = values[name] else { return text }
        guard let stored = value.text, stored.utf8.count <= longest,
            !stored.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            record(name, "is not plain text of at most \(longest) bytes")
            return text
        }
        return stored
    }

    /// The note leaves out the value: it may be a password.
    private mutating func record(_ name: String, _ problem: String) {
        notes.append("the stored \(table) value '\(name)' \(problem): its default is used")
    }
}
