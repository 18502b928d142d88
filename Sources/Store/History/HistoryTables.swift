import Chamber

/// The tables `seconds` and `minutes`; the oldest rows are deleted by number, not by time, because
/// a board's clock may stand in 1970 until it has found the network.
enum HistoryTables {
    /// An hour of seconds.
    static let secondsCapacity = 3600
    /// 30 days of minutes.
    static let minutesCapacity = 30 * 24 * 60

    private static let secondColumns =
        "wall_ms, chamber, chamber_second, element, duty, set_point, flags"
    private static let minuteColumns =
        """
        wall_ms, samples, chamber, chamber_low, chamber_high,
        chamber_second, chamber_second_low, chamber_second_high,
        element, element_low, element_high, duty, duty_low, duty_high, set_point, flags
        """

    /// Appends seconds. Belongs in a transaction.
    static func append(seconds: [HistoryPoint], to database: Database) throws(StoreError) {
        guard !seconds.isEmpty else { return }
        let statement = try database.prepare(
            "INSERT INTO seconds (\(secondColumns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        )
        for point in seconds {
            try statement.run([
                .integer(point.wall.milliseconds),
                hundredths(point.chamber?.average),
                hundredths(point.chamberSecond?.average),
                hundredths(point.element?.average),
                tenThousandths(point.duty.average),
                hundredths(point.setPoint),
                .integer(point.flags.rawValue),
            ])
        }
        try prune("seconds", to: secondsCapacity, in: database)
    }

    /// Appends minutes. Belongs in a transaction.
    static func append(minutes: [HistoryPoint], to database: Database) throws(StoreError) {
        guard !minutes.isEmpty else { return }
        let marks = (1...16).map { "?\($0)" }.joined(separator: ", ")
        let statement = try database.prepare(
            "INSERT INTO minutes (\(minuteColumns)) VALUES (\(marks))"
        )
        for point in minutes {
            var row: [SQLValue] = [
                .integer(point.wall.milliseconds),
                .integer(Int64(point.samples)),
            ]
            for spread in [point.chamber, point.chamberSecond, point.element] {
                row.append(hundredths(spread?.average))
                row.append(hundredths(spread?.lowest))
                row.append(hundredths(spread?.highest))
            }
            row.append(tenThousandths(point.duty.average))
            row.append(tenThousandths(point.duty.lowest))
            row.append(tenThousandths(point.duty.highest))
            row.append(hundredths(point.setPoint))
            row.append(.integer(point.flags.rawValue))
            try statement.run(row)
        }
        try prune("minutes", to: minutesCapacity, in: database)
    }

    /// Hands over the points that began at `start` or later, oldest first, one at a time.
    static func read(
        _ resolution: HistoryResolution,
        since start: WallTime,
        from database: Database,
        _ take: (HistoryPoint) -> Void
    ) throws(StoreError) {
        database.operation = .readHistory
        let table: String
        let columns: String
        switch resolution {
        case .seconds: (table, columns) = ("seconds", secondColumns)
        case .minutes: (table, columns) = ("minutes", minuteColumns)
        }
        let statement = try database.prepare(
            "SELECT \(columns) FROM \(table) WHERE wall_ms >= ?1 ORDER BY id"
        )
        try statement.bind([.integer(start.milliseconds)])
        while try statement.step() {
            switch resolution {
            case .seconds: take(second(statement.row()))
            case .minutes: take(minute(statement.row()))
            }
        }
    }

    /// The newest row's number in each table.
    static func lastIDs(in database: Database) throws(StoreError) -> (
        seconds: Int64, minutes: Int64
    ) {
        (
            try database.value("SELECT max(id) FROM seconds").integer ?? 0,
            try database.value("SELECT max(id) FROM minutes").integer ?? 0
        )
    }

    /// Moves the times of this run's rows, those after `last`.
    static func shift(
        by milliseconds: Int64,
        after last: (seconds: Int64, minutes: Int64),
        in database: Database
    ) throws(StoreError) {
        for (table, id) in [("seconds", last.seconds), ("minutes", last.minutes)] {
            try database.execute(
                "UPDATE \(table) SET wall_ms = wall_ms + ?1 WHERE id > ?2",
                [.integer(milliseconds), .integer(id)]
            )
        }
    }

    private static func second(_ row: [SQLValue]) -> HistoryPoint {
        HistoryPoint(
            wall: WallTime(milliseconds: row[0].integer ?? 0),
            samples: 1,
            chamber: degrees(row[1]).map { HistoryPoint.Spread($0) },
            chamberSecond: degrees(row[2]).map { HistoryPoint.Spread($0) },
            element: degrees(row[3]).map { HistoryPoint.Spread($0) },
            duty: HistoryPoint.Spread(fraction(row[4])),
            setPoint: degrees(row[5]),
            flags: HistoryFlags(rawValue: row[6].integer ?? 0)
        )
    }

    private static func minute(_ row: [SQLValue]) -> HistoryPoint {
        func spread(_ column: Int) -> HistoryPoint.Spread? {
            guard let average = degrees(row[column]), let lowest = degrees(row[column + 1]),
                let highest = degrees(row[column + 2])
            else { return nil }
            return HistoryPoint.Spread(average: average, lowest: lowest, highest: highest)
        }
        return HistoryPoint(
            wall: WallTime(milliseconds: row[0].integer ?? 0),
            samples: Int(clamping: row[1].integer ?? 0),
            chamber: spread(2),
            chamberSecond: spread(5),
            element: spread(8),
            duty: HistoryPoint.Spread(
                average: fraction(row[11]),
                lowest: fraction(row[12]),
                highest: fraction(row[13])
            ),
            setPoint: degrees(row[14]),
            flags: HistoryFlags(rawValue: row[15].integer ?? 0)
        )
    }

    private static func prune(
        _ table: String,
        to capacity: Int,
        in database: Database
    ) throws(StoreError) {
        try database.execute(
            "DELETE FROM \(table) WHERE id <= (SELECT max(id) FROM \(table)) - ?1",
            [.integer(Int64(capacity))]
        )
    }

    /// A number that does not fit (no temperature is so large) becomes NULL.
    private static func hundredths(_ degrees: Double?) -> SQLValue {
        degrees.flatMap { Int64(exactly: ($0 * 100).rounded()) }.map { .integer($0) } ?? .null
    }

    /// A duty lies within 0…1 by type.
    private static func tenThousandths(_ fraction: Double) -> SQLValue {
        .integer(Int64((fraction * 10_000).rounded()))
    }

    private static func degrees(_ value: SQLValue) -> Double? {
        value.integer.map { Double($0) / 100 }
    }

    private static func fraction(_ value: SQLValue) -> Double {
        Double(value.integer ?? 0) / 10_000
    }
}
