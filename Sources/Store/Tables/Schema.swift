/// The tables, and every step by which a version of Hearth changed them.
package struct Schema: Sendable {
    /// Every step from an empty file.
    package let migrations: [Migration]

    /// A schema of other steps than this program's own, for tests.
    package init(migrations: [Migration]) {
        self.migrations = migrations
    }

    /// The version that it leads to.
    package var version: Int64 { migrations.last?.version ?? 0 }

    /// "HRTH": tells Hearth's databases from other programs' (`PRAGMA application_id`).
    static let applicationID: Int64 = 0x4852_5448

    /// The schema of this version. A released step is never changed.
    package static let current = Schema(migrations: [
        first, lastMinutes, learnedModel, readers, health, faults, runs,
    ])

    /// Tells an older program whether it may use a database that a newer one has used, so that an
    /// update can be rolled back. Later steps only add, or raise `oldest` to the first version that
    /// can use the result (docs/decisions.md).
    private static let readers =
        Migration(
            version: 4,
            statements: [
                """
                CREATE TABLE readers (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    oldest INTEGER NOT NULL
                ) STRICT
                """,
                "INSERT INTO readers (id, oldest) VALUES (1, 4)",
            ]
        )

    private static let health =
        Migration(
            version: 5,
            statements: [
                // A row for each run, with what its figures were compared with (`HealthRun`).
                """
                CREATE TABLE health (
                    id INTEGER PRIMARY KEY,
                    wall_ms INTEGER NOT NULL,
                    board TEXT NOT NULL,
                    excess REAL NOT NULL,
                    time_constant REAL NOT NULL,
                    heater REAL,
                    blower REAL,
                    loss REAL,
                    probe_difference REAL,
                    switchings INTEGER NOT NULL
                ) STRICT
                """
            ]
        )

    /// A copy of the events of faults and of stops, which no other event pushes out. Events hold them too:
    /// an earlier version reads them there. And a mark for times that were in doubt.
    private static let faults =
        Migration(
            version: 6,
            statements: [
                """
                CREATE TABLE faults (
                    id INTEGER PRIMARY KEY,
                    wall_ms INTEGER NOT NULL,
                    at_ns INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    requester TEXT NOT NULL,
                    session INTEGER NOT NULL,
                    detail TEXT,
                    fault_number INTEGER,
                    value REAL,
                    bound REAL,
                    probe TEXT,
                    condition TEXT,
                    chamber REAL,
                    element REAL,
                    duty REAL,
                    unsure INTEGER NOT NULL DEFAULT 0
                ) STRICT
                """,
                "ALTER TABLE events ADD COLUMN unsure INTEGER NOT NULL DEFAULT 0",
                """
                INSERT INTO faults SELECT id, wall_ms, at_ns, kind, requester, session, detail,
                    fault_number, value, bound, probe, condition, chamber, element, duty, unsure
                FROM events WHERE kind IN ('latched', 'clear_approved', 'latch_cleared')
                    OR id IN (SELECT event_id FROM run_ups)
                """,
            ]
        )

    private static let runs =
        Migration(
            version: 7,
            statements: [
                // A row for each run of the heater (`HeatRun`); `ended` is NULL while it goes on.
                """
                CREATE TABLE runs (
                    id INTEGER PRIMARY KEY,
                    start_ms INTEGER NOT NULL,
                    end_ms INTEGER NOT NULL,
                    purpose TEXT NOT NULL,
                    target REAL,
                    highest REAL,
                    to_target REAL,
                    held REAL NOT NULL,
                    duration REAL NOT NULL,
                    energy REAL,
                    ended TEXT
                ) STRICT
                """
            ]
        )

    private static let learnedModel =
        Migration(
            version: 3,
            statements: [
                """
                CREATE TABLE model (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    numbers TEXT NOT NULL,
                    board TEXT NOT NULL,
                    checksum INTEGER NOT NULL
                ) STRICT
                """
            ]
        )

    private static let first =
        Migration(
            version: 1,
            statements: [
                // One row a value, so that a new one needs no step of its own.
                """
                CREATE TABLE settings (
                    name TEXT PRIMARY KEY NOT NULL,
                    value ANY,
                    checksum INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID
                """,
                """
                CREATE TABLE profile (
                    name TEXT PRIMARY KEY NOT NULL,
                    value ANY,
                    checksum INTEGER NOT NULL
                ) STRICT, WITHOUT ROWID
                """,
                // Always exactly one row: "nothing latched" is stored, not left out.
                """
                CREATE TABLE latch (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    is_latched INTEGER NOT NULL,
                    number INTEGER NOT NULL,
                    code TEXT,
                    wall_ms INTEGER,
                    at_ns INTEGER,
                    probe TEXT,
                    condition TEXT,
                    value REAL,
                    bound REAL,
                    chamber REAL,
                    element REAL,
                    duty REAL,
                    checksum INTEGER NOT NULL
                ) STRICT
                """,
                """
                CREATE TABLE events (
                    id INTEGER PRIMARY KEY,
                    wall_ms INTEGER NOT NULL,
                    at_ns INTEGER NOT NULL,
                    kind TEXT NOT NULL,
                    requester TEXT NOT NULL,
                    session INTEGER NOT NULL,
                    detail TEXT,
                    fault_number INTEGER,
                    value REAL,
                    bound REAL,
                    probe TEXT,
                    condition TEXT,
                    chamber REAL,
                    element REAL,
                    duty REAL
                ) STRICT
                """,
                // Temperatures in hundredths of a degree, duty in ten-thousandths: a row of small
                // whole numbers takes a third of what floating-point ones do.
                """
                CREATE TABLE seconds (
                    id INTEGER PRIMARY KEY,
                    wall_ms INTEGER NOT NULL,
                    chamber INTEGER,
                    chamber_second INTEGER,
                    element INTEGER,
                    duty INTEGER NOT NULL,
                    set_point INTEGER,
                    flags INTEGER NOT NULL
                ) STRICT
                """,
                """
                CREATE TABLE minutes (
                    id INTEGER PRIMARY KEY,
                    wall_ms INTEGER NOT NULL,
                    samples INTEGER NOT NULL,
                    chamber INTEGER,
                    chamber_low INTEGER,
                    chamber_high INTEGER,
                    chamber_second INTEGER,
                    chamber_second_low INTEGER,
                    chamber_second_high INTEGER,
                    element INTEGER,
                    element_low INTEGER,
                    element_high INTEGER,
                    duty INTEGER NOT NULL,
                    duty_low INTEGER NOT NULL,
                    duty_high INTEGER NOT NULL,
                    set_point INTEGER,
                    flags INTEGER NOT NULL
                ) STRICT
                """,
            ]
        )

    private static let lastMinutes =
        Migration(
            version: 2,
            statements: [
                // The two minutes before a stop, as text (`LastMinutesTable`).
                """
                CREATE TABLE run_ups (
                    event_id INTEGER PRIMARY KEY,
                    points TEXT NOT NULL
                ) STRICT
                """
            ]
        )
}
