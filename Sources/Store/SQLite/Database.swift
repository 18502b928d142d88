import CSQLite

/// One connection to one SQLite file: it knows SQL, and nothing of heaters.
///
/// One thread uses it at a time. It holds the file for itself alone (`locking_mode=EXCLUSIVE`), so
/// that SQLite needs no shared-memory file. Closing it leaves the file and its write-ahead log as
/// they are: reading changes no byte.
package final class Database {
    /// How a file is opened.
    package enum Access {
        /// An existing file, read and written.
        case existing
        /// A file that may not be there yet.
        case creating
        /// A file that cannot be written, with its log. SQLite's locks are writes and fail on such
        /// a file, so it is read without locks: "unix-none", sqlite.org/vfs.html.
        case readOnly
        /// The same without a log, which SQLite needs in the other modes.
        case readOnlyWithoutLog
    }

    /// The file.
    package let path: String
    /// What is being done: errors name it.
    package var operation = StoreError.Operation.openDatabase
    private let connection: OpaquePointer

    /// Opens `path` (an absolute one) without reading it yet.
    package init(_ path: String, _ access: Access) throws(StoreError) {
        self.path = path
        var name = path
        var system: String?
        // Without SQLite's own mutexes: one thread at a time uses a connection.
        var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        switch access {
        case .existing:
            flags |= SQLITE_OPEN_READWRITE
        case .creating:
            flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        case .readOnly:
            system = "unix-none"
            flags |= SQLITE_OPEN_READONLY
        case .readOnlyWithoutLog:
            name = "file:" + path.percentEncodedForURI + "?immutable=1"
            flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
        }
        var handle: OpaquePointer?
        let result = sqlite3_open_v2(name, &handle, flags, system)
        guard result == SQLITE_OK, let handle else {
            let words = String(cString: handle.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(result))
            sqlite3_close(handle)
            throw StoreError(.openDatabase, sqlite: result, words: words, path: path)
        }
        connection = handle
        // SQLite opens an unwritable file for reading and fails only later, on its lock.
        guard isWritable || flags & SQLITE_OPEN_READONLY != 0 else {
            throw StoreError(.openDatabase, .readOnly, words: "it cannot be written", path: path)
        }
        hearth_sqlite_keep_log_on_close(handle)
        // Another program may read the file for a moment.
        sqlite3_busy_timeout(handle, 500)
        try configure()
    }

    deinit {
        sqlite3_close(connection)
    }

    private func configure() throws(StoreError) {
        try execute("PRAGMA locking_mode = EXCLUSIVE")
        // A commit is on the disk when it returns, for the latch's sake; there are few of them.
        try execute("PRAGMA synchronous = FULL")
        // A damaged file must not bring its own statements, and a deleted row must not come back.
        try execute("PRAGMA trusted_schema = OFF")
        try execute("PRAGMA cell_size_check = ON")
        try execute("PRAGMA secure_delete = FAST")
        // Half a megabyte of pages is plenty here.
        try execute("PRAGMA cache_size = -512")
        try execute("PRAGMA temp_store = MEMORY")
    }

    /// SQLite found the file writable.
    package var isWritable: Bool {
        sqlite3_db_readonly(connection, "main") == 0
    }

    /// Rows written, changed and deleted since this connection was opened.
    package var changes: Int64 {
        sqlite3_total_changes64(connection)
    }

    /// The error that the last call on this connection left.
    func error(_ result: Int32) -> StoreError {
        let words = String(cString: sqlite3_errmsg(connection))
        return StoreError(operation, sqlite: result, words: words, path: path)
    }

    /// Prepares one statement.
    package func prepare(_ sql: String) throws(StoreError) -> Statement {
        var handle: OpaquePointer?
        let result = sqlite3_prepare_v2(connection, sql, -1, &handle, nil)
        guard result == SQLITE_OK, let handle else { throw error(result) }
        return Statement(handle, of: self)
    }

    /// Runs one statement and drops its rows.
    package func execute(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) {
        try prepare(sql).run(values)
    }

    /// The first value of the first row; NULL where there is no row.
    package func value(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> SQLValue {
        let statement = try prepare(sql)
        try statement.bind(values)
        return try statement.step() ? statement.value(0) : .null
    }

    /// Every row, at most `limit` of them.
    package func rows(
        _ sql: String,
        _ values: [SQLValue] = [],
        limit: Int = 100_000
    ) throws(StoreError) -> [[SQLValue]] {
        let statement = try prepare(sql)
        try statement.bind(values)
        var rows: [[SQLValue]] = []
        while rows.count < limit, try statement.step() {
            rows.append(statement.row())
        }
        return rows
    }

    /// Runs `body` in one transaction: all of it is on the disk when this returns, or none of it.
    package func transaction<Result>(
        _ operation: StoreError.Operation,
        _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        self.operation = operation
        try execute("BEGIN IMMEDIATE")
        do throws(StoreError) {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// Ends a transaction that failed. SQLite does so itself after most errors; where this fails
    /// too, the next start ignores the unfinished transaction, so the result is not needed.
    private func rollBack() {
        guard sqlite3_get_autocommit(connection) == 0 else { return }
        sqlite3_exec(connection, "ROLLBACK", nil, nil, nil)
    }

    /// Moves all of the write-ahead log into the database and truncates the log to nothing.
    package func emptyLog() throws(StoreError) {
        operation = .copyLog
        try execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
}

extension String {
    /// The path as a URI's path: every byte but letters, digits and a few signs as `%xx`.
    fileprivate var percentEncodedForURI: String {
        var encoded = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16)
                encoded += digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return encoded
    }
}

/// A step from one version of the schema to the next.
package struct Migration: Sendable {
    /// The version that it leads to; the first is 1.
    package let version: Int64
    /// The statements, in order.
    package let statements: [String]

    package init(version: Int64, statements: [String]) {
        self.version = version
        self.statements = statements
    }
}

extension Database {
    /// The schema's version that the file says it has (`PRAGMA user_version`); 0 for a new one.
    package func schemaVersion() throws(StoreError) -> Int64 {
        try value("PRAGMA user_version").integer ?? 0
    }

    /// Runs the steps that are newer than the file's schema. Belongs in a transaction, so that a
    /// failed step leaves everything as it was.
    package func migrate(through migrations: [Migration]) throws(StoreError) {
        operation = .migrate
        let present = try schemaVersion()
        for migration in migrations where migration.version > present {
            for statement in migration.statements {
                try execute(statement)
            }
            try execute("PRAGMA user_version = \(migration.version)")
        }
    }
}
