package import Chamber
import SwitchCore

/// The table `latch`: one row that says that a fault is latched, or that none is.
///
/// The row is never absent and carries a checksum, so that a lost or damaged one cannot pass as
/// "nothing latched": a row that cannot be read with certainty is ``RestoredLatch/unreadable(_:)``.
package enum LatchTable {
    /// What the row says.
    struct Contents {
        var latch: RestoredLatch
        /// The number of the last fault that was ever latched; 0: none.
        var lastNumber: FaultNumber
        /// When the latched fault tripped; `nil`: none is latched, or the time is unknown.
        var wall: WallTime?
    }

    private static let columns =
        "is_latched, number, code, wall_ms, at_ns, probe, condition, value, bound, chamber, element, duty"

    /// Puts the first row into a new database, with `record` latched where there is one.
    static func begin(
        with record: FaultRecord?,
        wall: WallTime,
        in database: Database
    ) throws(StoreError) {
        if let record {
            try write(record, wall: wall, to: database)
        } else {
            try replace(with: cleared(lastNumber: 0), in: database)
        }
    }

    /// Latches `record` on the disk. Belongs in a transaction.
    package static func write(
        _ record: FaultRecord,
        wall: WallTime,
        to database: Database
    ) throws(StoreError) {
        let row: [SQLValue] = [
            .integer(1),
            .integer(Int64(bitPattern: record.number)),
            .text(record.code.word),
            .integer(wall.milliseconds),
            .integer(record.at.nanoseconds),
            SQLValue(record.probe?.word),
            .text(record.condition.word),
            SQLValue(record.value),
            SQLValue(record.limit),
            SQLValue(record.chamber?.degrees),
            SQLValue(record.element?.degrees),
            SQLValue(record.duty.fraction),
        ]
        try replace(with: row, in: database)
    }

    /// Clears the fault with `number`; `false`: another one is latched. Belongs in a transaction.
    static func clear(_ number: FaultNumber, in database: Database) throws(StoreError) -> Bool {
        let contents = try read(from: database)
        switch contents.latch {
        case .none:
            break
        case .latched(let record):
            guard record.number == number else { return false }
        case .unreadable(let reason):
            throw StoreError(.clearLatch, .corrupt, words: reason, path: database.path)
        }
        try replace(with: cleared(lastNumber: max(number, contents.lastNumber)), in: database)
        return true
    }

    /// What the row says; only SQLite's own errors are thrown.
    static func read(from database: Database) throws(StoreError) -> Contents {
        let rows = try database.rows("SELECT \(columns), checksum FROM latch", limit: 2)
        guard rows.count == 1, let row = rows.first, let stored = row.last else {
            return unreadable("there are \(rows.count) entries in place of one")
        }
        let values = Array(row.dropLast())
        guard stored.integer == Checksum.of("latch", values) else {
            return unreadable("the entry is damaged (its checksum is wrong)")
        }
        let number = FaultNumber(bitPattern: values[1].integer ?? 0)
        switch values[0].integer {
        case 0:
            return Contents(latch: .none, lastNumber: number)
        case 1:
            guard let record = record(values, number: number) else {
                return unreadable("fault '\(values[2].text ?? "")' is not known to this version")
            }
            let wall = values[3].integer.map { WallTime(milliseconds: $0) }
            return Contents(latch: .latched(record), lastNumber: number, wall: wall)
        default:
            return unreadable("it says neither latched nor clear")
        }
    }

    /// The record in a row whose checksum fits; `nil` where this version does not know its code.
    private static func record(_ values: [SQLValue], number: FaultNumber) -> FaultRecord? {
        guard number != 0, let word = values[2].text, let code = FaultCode(word: word) else {
            return nil
        }
        return FaultRecord(
            number: number,
            code: code,
            at: Instant(nanoseconds: values[4].integer ?? 0),
            probe: values[5].text.flatMap(ProbeName.init(word:)),
            condition: values[6].text.flatMap(ProbeStatus.Condition.init(word:)) ?? .unreadable,
            value: values[7].real ?? 0,
            limit: values[8].real ?? 0,
            chamber: values[9].real.flatMap(Celsius.init(untrusted:)),
            element: values[10].real.flatMap(Celsius.init(untrusted:)),
            duty: Duty(values[11].real ?? 0)
        )
    }

    private static func cleared(lastNumber: FaultNumber) -> [SQLValue] {
        [.integer(0), .integer(Int64(bitPattern: lastNumber))]
            + Array(repeating: .null, count: 10)
    }

    private static func replace(with row: [SQLValue], in database: Database) throws(StoreError) {
        let marks = (1...row.count + 1).map { "?\($0)" }.joined(separator: ", ")
        try database.execute(
            "INSERT OR REPLACE INTO latch (id, \(columns), checksum) VALUES (1, \(marks))",
            row + [.integer(Checksum.of("latch", row))]
        )
    }

    private static func unreadable(_ reason: String) -> Contents {
        Contents(latch: .unreadable("the stored latch cannot be read: " + reason), lastNumber: 0)
    }
}
