/// The names in a state directory.
struct StateFiles {
    /// The directory, as an absolute path.
    let directory: String

    /// Settings, latch, events and history.
    var database: String { directory + "/hearth.db" }
    /// SQLite's write-ahead log: a part of the database until it has been copied into it.
    var log: String { database + "-wal" }
    /// What SQLite would leave in another journal mode; Hearth never writes it.
    var journal: String { database + "-journal" }
    /// A fresh database until it is whole.
    var fresh: String { directory + "/hearth-fresh.db" }
    /// Space kept back so that a latch can be stored on a full disk.
    var reserve: String { directory + "/hearth.reserve" }

    /// The name under which an unreadable database is kept.
    func setAside(at wall: WallTime, attempt: Int) -> String {
        let suffix = attempt == 0 ? "" : "-\(attempt)"
        return directory + "/hearth-unreadable-\(wall.compact)\(suffix).db"
    }
}
