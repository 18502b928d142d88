import Chamber
import Surroundings

/// The table `runs`: a row for each run of the heater, written again while the run goes on.
enum RunsTable {
    /// Rows that are kept: half a megabyte, a dozen runs a day for a year.
    static let capacity = 5_000
    /// An air temperature beyond this, in °C, is no measurement.
    private static let temperatures = -60.0...300.0
    private static let columns =
        "id, start_ms, end_ms, purpose, target, highest, to_target, held, duration, energy, ended"

    /// The number of the newest run; 0 where there is none.
    static func lastID(in database: Database) throws(StoreError) -> Int64 {
        // A test's schema of other steps has no such table.
        guard try database.schemaVersion() >= 7 else { return 0 }
        return try database.value("SELECT max(id) FROM runs").integer ?? 0
    }

    /// Writes runs, each in place of the one with its number. Belongs in a transaction.
    static func put(_ runs: [RecordedRun], in database: Database) throws(StoreError) {
        guard !runs.isEmpty else { return }
        let marks = (1...11).map { "?\($0)" }.joined(separator: ", ")
        let statement = try database.prepare(
            "INSERT OR REPLACE INTO runs (\(columns)) VALUES (\(marks))"
        )
        for recorded in runs {
            let run = recorded.run
            try statement.run([
                .integer(recorded.id),
                .integer(run.startMilliseconds),
                .integer(run.endMilliseconds),
                .text(run.purpose.word),
                SQLValue(run.target),
                SQLValue(run.highestChamber),
                SQLValue(run.secondsToTarget),
                .real(run.secondsHeld),
                .real(run.seconds),
                SQLValue(run.wattHours),
                run.end.map { .text($0.word) } ?? .null,
            ])
        }
        try database.execute(
            "DELETE FROM runs WHERE id <= (SELECT max(id) FROM runs) - ?1",
            [.integer(Int64(capacity))]
        )
    }

    /// The runs that `query` asks for, newest first; a row that makes no sense is left out.
    static func page(
        _ query: RunQuery,
        limit: Int,
        from database: Database
    ) throws(StoreError) -> [RecordedRun] {
        database.operation = .readHistory
        guard try database.schemaVersion() >= 7 else { return [] }
        return try database.rows(
            """
            SELECT \(columns) FROM runs WHERE start_ms >= ?1 AND start_ms <= ?2
            ORDER BY id DESC LIMIT ?3
            """,
            [
                .integer(query.range?.from ?? .min), .integer(query.range?.to ?? .max),
                .integer(Int64(limit)),
            ]
        ).compactMap(recorded)
    }

    /// Moves the times of this program's runs, those after the one with the number `first`.
    static func shift(
        by milliseconds: Int64,
        after first: Int64,
        in database: Database
    ) throws(StoreError) {
        guard try database.schemaVersion() >= 7 else { return }
        try database.execute(
            "UPDATE runs SET start_ms = start_ms + ?1, end_ms = end_ms + ?1 WHERE id > ?2",
            [.integer(milliseconds), .integer(first)]
        )
    }

    private static func recorded(_ row: [SQLValue]) -> RecordedRun? {
        guard let id = row[0].integer, let start = row[1].integer, let end = row[2].integer,
            let purpose = row[3].text.flatMap({ HeatRun.Purpose(word: $0) })
        else { return nil }
        var run = HeatRun(purpose: purpose, startMilliseconds: start, endMilliseconds: end)
        run.target = number(row[4], in: temperatures)
        run.highestChamber = number(row[5], in: temperatures)
        run.secondsToTarget = number(row[6], in: 0...1e9)
        run.secondsHeld = number(row[7], in: 0...1e9) ?? 0
        run.seconds = number(row[8], in: 0...1e9) ?? 0
        run.wattHours = number(row[9], in: 0...1e9)
        // A word of a newer version: why it ended is not known here, but that it ended is.
        run.end = row[10].text.map { HeatRun.End(word: $0) ?? .wish }
        return RecordedRun(id: id, run: run)
    }

    private static func number(_ value: SQLValue, in range: ClosedRange<Double>) -> Double? {
        value.real.flatMap { range.contains($0) ? $0 : nil }
    }
}
