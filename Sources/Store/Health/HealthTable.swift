import Chamber

/// The table `health`: a row for each run of the heater.
enum HealthTable {
    /// Rows that are kept: a run a day for more than two years, a quarter of a megabyte.
    static let capacity = 1_000
    /// A share beyond this, or a difference of probes in K, is no measurement.
    private static let shares = 0.0...10.0
    private static let differences = -50.0...50.0
    private static let columns =
        """
        wall_ms, board, excess, time_constant, heater, blower, loss, probe_difference, switchings
        """

    /// Appends runs. Belongs in a transaction.
    static func append(_ runs: [HealthRun], to database: Database) throws(StoreError) {
        guard !runs.isEmpty else { return }
        let statement = try database.prepare(
            "INSERT INTO health (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
        )
        for run in runs {
            try statement.run([
                .integer(run.wall.milliseconds),
                .text(run.reference.board),
                .real(run.reference.excessKelvin),
                .real(run.reference.timeConstantSeconds),
                SQLValue(run.figures.heater),
                SQLValue(run.figures.blower),
                SQLValue(run.figures.loss),
                SQLValue(run.figures.probeDifferenceKelvin),
                .integer(Int64(clamping: run.switchings)),
            ])
        }
        try database.execute(
            "DELETE FROM health WHERE id <= (SELECT max(id) FROM health) - ?1",
            [.integer(Int64(capacity))]
        )
    }

    /// All runs, oldest first; a row that makes no sense is left out, and a figure that makes none is
    /// unknown.
    static func read(from database: Database) throws(StoreError) -> [HealthRun] {
        try database.rows("SELECT \(columns) FROM health ORDER BY id").compactMap(run)
    }

    private static func run(_ row: [SQLValue]) -> HealthRun? {
        guard let wall = row[0].integer, let board = row[1].text, let excess = row[2].real,
            let timeConstant = row[3].real
        else { return nil }
        return HealthRun(
            wall: WallTime(milliseconds: wall),
            figures: HealthFigures(
                heater: number(row[4], in: shares),
                blower: number(row[5], in: shares),
                loss: number(row[6], in: shares),
                probeDifferenceKelvin: number(row[7], in: differences)
            ),
            switchings: UInt64(clamping: row[8].integer ?? 0),
            reference: HealthRun.Reference(
                board: board,
                excessKelvin: excess,
                timeConstantSeconds: timeConstant
            )
        )
    }

    private static func number(_ value: SQLValue, in range: ClosedRange<Double>) -> Double? {
        value.real.flatMap { range.contains($0) ? $0 : nil }
    }
}
