package import Chamber
package import Surroundings
package import SwitchCore

/// The table `events`: what happened, when, why, and who asked; the oldest are deleted.
enum EventsTable {
    /// Rows that are kept: months of ordinary use, about a megabyte.
    static let capacity = 10_000

    private static let columns = "id, wall_ms, at_ns, requester, session, \(EventColumns.names)"

    /// The number of the newest event; 0 where there is none.
    static func lastID(in database: Database) throws(StoreError) -> Int64 {
        try database.value("SELECT max(id) FROM events").integer ?? 0
    }

    /// Appends events that happened in this run. Belongs in a transaction.
    static func append(_ events: [StoredEvent], to database: Database) throws(StoreError) {
        let marks = (1...15).map { "?\($0)" }.joined(separator: ", ")
        let statement = try database.prepare("INSERT INTO events (\(columns)) VALUES (\(marks))")
        for stored in events {
            guard let event = stored.event else { continue }
            try statement.run(
                [
                    .integer(stored.id),
                    .integer(stored.wall.milliseconds),
                    .integer(stored.at.nanoseconds),
                    .text(stored.requester.kind.word),
                    .integer(Int64(bitPattern: stored.requester.session)),
                ] + EventColumns(event.kind).values
            )
        }
        try LastMinutesTable.append(events, to: database)
        try database.execute(
            "DELETE FROM events WHERE id <= (SELECT max(id) FROM events) - ?1",
            [.integer(Int64(capacity))]
        )
    }

    /// The newest `limit` events older than the one with the number `before`, newest first.
    static func page(
        before: Int64,
        limit: Int,
        from database: Database
    ) throws(StoreError) -> [StoredEvent] {
        guard limit > 0 else { return [] }
        database.operation = .readEvents
        let rows = try database.rows(
            """
            SELECT \(columns), (SELECT points FROM run_ups WHERE event_id = events.id)
            FROM events WHERE id < ?1 ORDER BY id DESC LIMIT ?2
            """,
            [.integer(before), .integer(Int64(limit))]
        )
        return rows.map(StoredEvent.init(row:))
    }
}

extension EventsTable {
    /// The newest event with a run-up; with `id` that event, with a run-up or not.
    static func stop(_ id: Int64?, from database: Database) throws(StoreError) -> StoredEvent? {
        database.operation = .readEvents
        let condition = id == nil ? "id = (SELECT max(event_id) FROM run_ups)" : "id = ?1"
        let rows = try database.rows(
            """
            SELECT \(columns), (SELECT points FROM run_ups WHERE event_id = events.id)
            FROM events WHERE \(condition)
            """,
            id.map { [.integer($0)] } ?? []
        )
        return rows.first.map(StoredEvent.init(row:))
    }
}

extension StoredEvent {
    fileprivate init(row: [SQLValue]) {
        let columns = EventColumns(row[5..<15])
        let requesterKind = row[3].text.flatMap(Requester.Kind.init(word:)) ?? .controller
        id = row[0].integer ?? 0
        wall = WallTime(milliseconds: row[1].integer ?? 0)
        at = Instant(nanoseconds: row[2].integer ?? 0)
        kind = columns.kind
        detail = columns.detail
        faultNumber = columns.number
        requester = Requester(requesterKind, session: UInt64(bitPattern: row[4].integer ?? 0))
        runUp = row.last?.text.map(LastMinutesTable.runUp(in:))
        let (at, requester) = (at, requester)
        event = columns.occurrenceKind(at: at).map {
            Occurrence(at: at, kind: $0, requester: requester)
        }
    }
}

/// An event with its number and the time of day, as it is stored or about to be.
package struct StoredEvent: Equatable, Sendable {
    /// Counts up from 1 as long as the database is kept; pages of events are asked for by it.
    package let id: Int64
    /// The calendar time at which the store received it.
    package let wall: WallTime
    /// The monotonic clock of the run in which it happened: not comparable across a restart.
    package let at: Instant
    /// What happened, as a stable word: `powered_on`, `latched`, ….
    package let kind: String
    /// The fault's code, the reason or the mode, as a stable word, where the kind has one.
    package let detail: String?
    /// The number of the fault that the event is about, if any.
    package let faultNumber: FaultNumber?
    /// Who asked.
    package let requester: Requester
    /// The event; `nil` where a newer version wrote one that this version does not know.
    package let event: Occurrence?
    /// The two minutes before, where a rule stopped the heat.
    package let runUp: LastMinutes?

    /// One line for people.
    package var description: String {
        event?.sentence ?? "Something that this version does not know: \(kind)"
    }
}

extension StoredEvent {
    /// An event that has just happened.
    init(_ event: Occurrence, id: Int64, wall: WallTime, runUp: LastMinutes? = nil) {
        let columns = EventColumns(event.kind)
        self.id = id
        self.wall = wall
        at = event.at
        kind = columns.kind
        detail = columns.detail
        faultNumber = columns.number
        requester = event.requester
        self.event = event
        self.runUp = runUp
    }
}
