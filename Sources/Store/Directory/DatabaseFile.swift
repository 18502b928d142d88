import Chamber

/// The stored state as a file: how it is created, checked before anything is written, and opened.
enum DatabaseFile {
    /// Opens the database of a directory; creates a fresh one where there is none.
    ///
    /// Throws whatever it finds wrong, and has then changed no byte of the file.
    static func open(_ files: StateFiles, _ schema: Schema, at wall: WallTime) throws(StoreError)
        -> Database
    {
        guard let size = try Files.size(files.database) else {
            try begin(files, schema, latching: nil, at: wall)
            return try checked(files.database, schema, .existing)
        }
        guard size > 0 else {
            throw StoreError(.openDatabase, .corrupt, words: "it is empty", path: files.database)
        }
        guard try Files.size(files.journal) ?? 0 == 0 else {
            throw StoreError(
                .openDatabase,
                .foreign,
                words: "there is a journal that Hearth never writes",
                path: files.journal
            )
        }
        try checkHeader(files.database)
        let hasLog = try Files.size(files.log) != nil
        do throws(StoreError) {
            return try checked(files.database, schema, .existing)
        } catch {
            // On a read-only disk SQLite can neither lock the file nor make the log that it needs
            // to read. Without a log the file alone is the whole database.
            guard error.kind == .readOnly || error.kind == .cannotOpen && !hasLog else {
                throw error
            }
            return try checked(files.database, schema, hasLog ? .readOnly : .readOnlyWithoutLog)
        }
    }

    /// Creates a database under a temporary name and renames it once it is whole, so that half a
    /// database never passes for a stored state.
    static func begin(
        _ files: StateFiles,
        _ schema: Schema,
        latching record: FaultRecord?,
        at wall: WallTime
    ) throws(StoreError) {
        guard try Files.size(files.log) ?? 0 == 0 else {
            throw StoreError(
                .openDatabase,
                .corrupt,
                words: "the database is missing, but its log is there",
                path: files.log
            )
        }
        if try !adoptFresh(files, schema) {
            try prepare(files, schema, latching: record, at: wall)
        }
        try Files.remove(files.log)
        try Files.rename(files.fresh, to: files.database)
        try Files.synchronizeNames(in: files.directory)
    }

    /// Adopts the fresh database of a start, or of a setting aside, that was cut short just before
    /// its last step; `false`: there is none, or only a part of one.
    private static func adoptFresh(_ files: StateFiles, _ schema: Schema) throws(StoreError) -> Bool
    {
        guard try Files.size(files.fresh) ?? 0 > 0 else { return false }
        do throws(StoreError) {
            let database = try checked(files.fresh, schema, .existing)
            try database.emptyLog()
        } catch {
            guard error.kind == .corrupt else { throw error }
            return false
        }
        try Files.remove(files.fresh + "-wal")
        return true
    }

    /// Writes a whole fresh database beside its final place.
    static func prepare(
        _ files: StateFiles,
        _ schema: Schema,
        latching record: FaultRecord?,
        at wall: WallTime
    ) throws(StoreError) {
        try Files.remove(files.fresh + "-wal")
        try Files.makePrivate(files.fresh)
        let database = try Database(files.fresh, .creating)
        database.operation = .createDatabase
        try database.execute("PRAGMA application_id = \(Schema.applicationID)")
        guard try database.value("PRAGMA journal_mode = WAL").text == "wal" else {
            throw StoreError(
                .createDatabase,
                .other,
                words: "SQLite does not keep a write-ahead log here",
                path: files.fresh
            )
        }
        try database.transaction(.createDatabase) { () throws(StoreError) in
            try database.migrate(through: schema.migrations)
            try LatchTable.begin(with: record, wall: wall, in: database)
        }
        try database.emptyLog()
        try Files.remove(files.fresh + "-wal")
    }

    /// Looks at the file's first hundred bytes before SQLite does anything with it (the places of
    /// the fields: sqlite.org/fileformat2.html, section 1.3).
    private static func checkHeader(_ path: String) throws(StoreError) {
        let header = try Files.beginning(of: path, 100)
        guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw StoreError(.openDatabase, .corrupt, words: "it is not a database", path: path)
        }
        let application = header[68..<72].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        guard application == Schema.applicationID, header[18] == 2, header[19] == 2 else {
            throw StoreError(
                .openDatabase,
                .foreign,
                words: "it is a database, but not one of Hearth's",
                path: path
            )
        }
    }

    /// Opens a file and reads all of it: its structure is sound and its version is known.
    private static func checked(
        _ path: String,
        _ schema: Schema,
        _ access: Database.Access
    ) throws(StoreError) -> Database {
        let database = try Database(path, access)
        database.operation = .checkDatabase
        let found = try database.value("PRAGMA quick_check(1)").text
        guard found == "ok" else {
            throw StoreError(
                .checkDatabase,
                .corrupt,
                words: "it is damaged: \(found ?? "no answer")",
                path: path
            )
        }
        let version = try database.schemaVersion()
        guard version >= 1 else {
            throw StoreError(.openDatabase, .corrupt, words: "it has no version", path: path)
        }
        guard version > schema.version else { return database }
        guard try oldestReader(of: database) <= schema.version else {
            throw StoreError(
                .openDatabase,
                .newerVersion,
                words: "its version is \(version), this program knows \(schema.version)",
                path: path
            )
        }
        return database
    }

    /// The oldest version of the tables whose program can use a newer database.
    private static func oldestReader(of database: Database) throws(StoreError) -> Int64 {
        try database.value("SELECT oldest FROM readers WHERE id = 1").integer ?? Int64.max
    }
}
