import Chamber

/// The table `run_ups`: the two minutes before a stop, beside the event of the stop.
enum LastMinutesTable {
    /// Rows that are kept of faults, and as many of other stops: half a megabyte each.
    static let capacity = 200

    /// Appends the minutes of the events that have them. Belongs in a transaction.
    static func append(_ events: [StoredEvent], to database: Database) throws(StoreError) {
        for event in events {
            guard let lastMinutes = event.lastMinutes else { continue }
            try database.execute(
                "INSERT OR REPLACE INTO run_ups (event_id, points) VALUES (?1, ?2)",
                [.integer(event.id), .text(text(of: lastMinutes))]
            )
            try prune("IN", in: database)
            try prune("NOT IN", in: database)
        }
    }

    private static func prune(_ membership: String, in database: Database) throws(StoreError) {
        let kept = "event_id \(membership) (SELECT id FROM faults WHERE kind = 'latched')"
        try database.execute(
            """
            DELETE FROM run_ups WHERE \(kept) AND event_id NOT IN
                (SELECT event_id FROM run_ups WHERE \(kept) ORDER BY event_id DESC LIMIT ?1)
            """,
            [.integer(Int64(capacity))]
        )
    }

    /// A second as `chamber,element,set point,duty`, in hundredths of a degree and ten-thousandths,
    /// and nothing for an unknown value; semicolons separate the seconds.
    static func text(of lastMinutes: LastMinutes) -> String {
        lastMinutes.points.map { point in
            [
                number(point.chamber, 100), number(point.element, 100),
                number(point.setPoint, 100), number(point.duty, 10_000),
            ].joined(separator: ",")
        }.joined(separator: ";")
    }

    private static func number(_ value: Double?, _ scale: Double) -> String {
        guard let value, value.isFinite, abs(value) < 1e6 else { return "" }
        return String(Int64((value * scale).rounded()))
    }

    /// What ``text(of:)`` wrote; seconds that make no sense are left out.
    static func lastMinutes(in text: String) -> LastMinutes {
        let points = text.split(separator: ";").prefix(LastMinutes.capacity).compactMap {
            second -> LastMinutes.Point? in
            let parts = second.split(separator: ",", omittingEmptySubsequences: false)
            guard parts.count == 4 else { return nil }
            let numbers = parts.map { Int64($0).map(Double.init) }
            return LastMinutes.Point(
                chamber: numbers[0].map { $0 / 100 },
                element: numbers[1].map { $0 / 100 },
                setPoint: numbers[2].map { $0 / 100 },
                duty: min(max((numbers[3] ?? 0) / 10_000, 0), 1)
            )
        }
        return LastMinutes(points: points)
    }
}
