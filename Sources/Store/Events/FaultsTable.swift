import Chamber
import Surroundings

/// The table `faults`: a copy of every event of a fault or of a stop by a rule, where no other event can
/// push it out.
enum FaultsTable {
    /// Events of faults that are kept, up to three for each fault: years of a heater in trouble.
    static let faultCapacity = 3_000
    /// Stops by a rule without a fault that are kept.
    static let stopCapacity = 500

    /// Copies the events that belong here. Belongs in a transaction.
    static func append(_ events: [StoredEvent], to database: Database) throws(StoreError) {
        guard events.contains(where: \.isOfFault) else { return }
        for event in events where event.isOfFault {
            try EventsTable.insert(event, into: "faults", of: database)
        }
        try prune("kind IN (\(words))", to: faultCapacity, in: database)
        try prune("kind NOT IN (\(words))", to: stopCapacity, in: database)
    }

    private static func prune(
        _ condition: String,
        to capacity: Int,
        in database: Database
    ) throws(StoreError) {
        try database.execute(
            """
            DELETE FROM faults WHERE \(condition) AND id NOT IN
                (SELECT id FROM faults WHERE \(condition) ORDER BY id DESC LIMIT ?1)
            """,
            [.integer(Int64(capacity))]
        )
    }

    /// Copies what an earlier version, which knew no such table, has written since.
    static func catchUp(in database: Database) throws(StoreError) {
        let isThere = "SELECT count(*) FROM sqlite_master WHERE name = 'faults'"
        guard try database.value(isThere).integer == 1 else { return }
        let columns = EventsTable.columns
        try database.execute(
            "INSERT OR IGNORE INTO faults (\(columns)) SELECT \(columns) FROM events "
                + "WHERE kind IN (\(words)) OR id IN (SELECT event_id FROM run_ups)"
        )
    }

    private static let words = "'latched', 'clear_approved', 'latch_cleared'"
}

extension StoredEvent {
    /// It reports a fault, or heat that a rule stopped.
    var isOfFault: Bool {
        guard case .controller(let kind) = event?.kind else { return false }
        return switch kind {
        case .latched, .clearApproved, .latchCleared: true
        default: kind.isStopByRule
        }
    }
}
