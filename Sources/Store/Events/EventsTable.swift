package import Chamber
package import Surroundings
package import SwitchCore

/// The table `events`: what happened, when, why, and who asked; the oldest are deleted. Faults have a
/// table of their own beside it (``FaultsTable``).
enum EventsTable {
    /// Rows that are kept: months of ordinary use, about a megabyte.
    static let capacity = 10_000

    static let columns =
        "id, wall_ms, at_ns, requester, session, \(EventColumns.names), unsure"

    /// The number of the newest event; 0 where there is none.
    static func lastID(in database: Database) throws(StoreError) -> Int64 {
        // `faults` has copies only.
        try database.value("SELECT max(id) FROM events").integer ?? 0
    }

    /// Appends events that happened in this run. Belongs in a transaction.
    static func append(_ events: [StoredEvent], to database: Database) throws(StoreError) {
        for stored in events { try insert(stored, into: "events", of: database) }
        try FaultsTable.append(events, to: database)
        try LastMinutesTable.append(events, to: database)
        try database.execute(
            "DELETE FROM events WHERE id <= (SELECT max(id) FROM events) - ?1",
            [.integer(Int64(capacity))]
        )
    }

    /// Writes one event as a row of `table`, which has the columns of `events`.
    static func insert(
        _ stored: StoredEvent,
        into table: String,
        of database: Database
    ) throws(StoreError) {
        guard let event = stored.event else { return }
        let marks = (1...16).map { "?\($0)" }.joined(separator: ", ")
        var kindColumns = EventColumns(event.kind)
        kindColumns.detail = kindColumns.detail ?? event.note
        try database.execute(
            "INSERT INTO \(table) (\(columns)) VALUES (\(marks))",
            [
                .integer(stored.id),
                .integer(stored.wall.milliseconds),
                .integer(stored.at.nanoseconds),
                .text(stored.requester.kind.word),
                .integer(Int64(bitPattern: stored.requester.session)),
            ] + kindColumns.values + [.integer(stored.isTimeUnsure ? 1 : 0)]
        )
    }

    /// Moves the times of this run's events, those after the one with the number `first`.
    ///
    /// - Parameter isSure: the new times are right.
    static func shift(
        by milliseconds: Int64,
        after first: Int64,
        isSure: Bool,
        in database: Database
    ) throws(StoreError) {
        for table in ["events", "faults"] {
            try database.execute(
                """
                UPDATE \(table) SET wall_ms = wall_ms + ?1, unsure = ?2 WHERE id > ?3 AND unsure = 1
                """,
                [.integer(milliseconds), .integer(isSure ? 0 : 1), .integer(first)]
            )
        }
    }

    /// The events that `query` asks for, newest first.
    static func page(
        _ query: EventQuery,
        from database: Database
    ) throws(StoreError) -> [StoredEvent] {
        guard query.limit > 0 else { return [] }
        database.operation = .readEvents
        let marks = query.kinds.indices.map { "?\($0 + 5)" }.joined(separator: ", ")
        let condition =
            "id < ?1 AND wall_ms >= ?3 AND wall_ms <= ?4"
            + (query.kinds.isEmpty ? "" : " AND kind IN (\(marks))")
        let rows = try database.rows(
            """
            SELECT \(columns), (SELECT points FROM run_ups WHERE event_id = id) FROM (
                SELECT * FROM (
                    SELECT \(columns) FROM events WHERE \(condition) ORDER BY id DESC LIMIT ?2)
                UNION SELECT * FROM (
                    SELECT \(columns) FROM faults WHERE \(condition) ORDER BY id DESC LIMIT ?2)
            ) ORDER BY id DESC LIMIT ?2
            """,
            [
                .integer(query.before ?? .max), .integer(Int64(query.limit)),
                .integer(query.range?.from ?? .min), .integer(query.range?.to ?? .max),
            ] + query.kinds.map { .text($0) }
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
            SELECT \(columns), (SELECT points FROM run_ups WHERE event_id = id) FROM (
                SELECT \(columns) FROM events WHERE \(condition)
                UNION SELECT \(columns) FROM faults WHERE \(condition))
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
        isTimeUnsure = row[15].integer == 1
        lastMinutes = row.last?.text.map(LastMinutesTable.lastMinutes(in:))
        let (at, requester, detail) = (at, requester, detail)
        event = columns.occurrenceKind(at: at).map { kind in
            var note: String?
            if case .controller(.settingsChanged) = kind { note = detail }
            return Occurrence(at: at, kind: kind, requester: requester, note: note)
        }
    }
}

/// An event with its number and the time of day, as it is stored or about to be.
package struct StoredEvent: Equatable, Sendable {
    /// Counts up from 1 as long as the database is kept; pages of events are asked for by it.
    package let id: Int64
    /// The calendar time at which the store received it.
    package private(set) var wall: WallTime
    /// The calendar was not known to be right then.
    package private(set) var isTimeUnsure: Bool
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
    package let lastMinutes: LastMinutes?

    /// One line for people.
    package var description: String {
        event?.sentence ?? "Something that this version does not know: \(kind)"
    }
}

extension StoredEvent {
    /// An event that has just happened.
    init(
        _ event: Occurrence,
        id: Int64,
        wall: WallTime,
        isTimeUnsure: Bool = false,
        lastMinutes: LastMinutes? = nil
    ) {
        let columns = EventColumns(event.kind)
        self.id = id
        self.wall = wall
        self.isTimeUnsure = isTimeUnsure
        at = event.at
        kind = columns.kind
        detail = columns.detail ?? event.note
        faultNumber = columns.number
        requester = event.requester
        self.event = event
        self.lastMinutes = lastMinutes
    }

    /// The same event, where its time was in doubt that many milliseconds later.
    func shifted(by milliseconds: Int64, isSure: Bool) -> StoredEvent {
        guard isTimeUnsure else { return self }
        var shifted = self
        shifted.wall = WallTime(milliseconds: wall.milliseconds + milliseconds)
        shifted.isTimeUnsure = !isSure
        return shifted
    }
}
