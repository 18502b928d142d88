package import Chamber
import Glibc
import System

/// A state directory that this process holds: what was found in it at the start, and the database
/// that receives everything later.
///
/// ```
/// open ─▶ .open ────────────────────────▶ (written until the process ends)
///    └──▶ .unreadable ── setAside() ──▶ .open
/// ```
///
/// While it is `.unreadable` nothing in the directory is changed. One thread at a time uses it: the
/// one that opened it, until a ``StoreService`` takes it over.
package final class StateDirectory {
    /// What can be done with it.
    package enum Contents {
        case open(Database)
        /// Why, and what to do about it.
        case unreadable(StoreError)
    }

    /// The directory as an absolute path, or as it was given where it could not be found.
    package var path: String { files.directory }
    /// The open database, or why there is none.
    package private(set) var contents: Contents
    let files: StateFiles
    private let schema: Schema
    private var lock: DirectoryLock?
    private var restored: StoredState
    /// The number of the newest stored event; 0 where there is none.
    private(set) var lastEventID: Int64 = 0
    /// The newest run of heat when the directory was opened: its number; 0 where there is none.
    private(set) var lastRunID: Int64 = 0
    /// The newest rows of history when the directory was opened.
    private(set) var lastHistoryIDs: (seconds: Int64, minutes: Int64) = (0, 0)

    /// Opens the directory, makes it where it is missing, and reads it.
    ///
    /// Only a second instance is an error. Everything else that is wrong with the directory comes
    /// as ``RestoredLatch/unreadable(_:)``: the heater then starts off and latched.
    package static func open(
        _ path: String,
        schema: Schema = .current,
        at wall: WallTime = .now()
    ) throws(StoreError) -> StateDirectory {
        let directory: String
        let lock: DirectoryLock
        do throws(StoreError) {
            directory = try Files.prepareDirectory(path)
            lock = try DirectoryLock(on: directory)
        } catch {
            if case .secondInstance = error.kind { throw error }
            return StateDirectory(unusable: path, schema, because: error)
        }
        return StateDirectory(directory, schema, lock, at: wall)
    }

    private init(
        _ directory: String,
        _ schema: Schema,
        _ lock: consuming DirectoryLock,
        at wall: WallTime
    ) {
        files = StateFiles(directory: directory)
        self.schema = schema
        self.lock = consume lock
        do throws(StoreError) {
            let database = try DatabaseFile.open(files, schema, at: wall)
            restored = try StateDirectory.load(database, schema)
            lastEventID = try EventsTable.lastID(in: database)
            lastHistoryIDs = try HistoryTables.lastIDs(in: database)
            lastRunID = try RunsTable.lastID(in: database)
            switch restored.controller.latch {
            case .none, .latched:
                contents = .open(database)
            case .unreadable(let reason):
                contents = .unreadable(
                    StoreError(.readState, .corrupt, words: reason, path: files.database)
                )
            }
        } catch {
            contents = .unreadable(error)
            restored = StoredState()
            restored.controller.latch = .unreadable(error.description)
        }
        guard case .open(let database) = contents else { return }
        restored.notes += prepareForWriting(database)
    }

    private init(unusable path: String, _ schema: Schema, because error: StoreError) {
        files = StateFiles(directory: path)
        self.schema = schema
        lock = nil
        contents = .unreadable(error)
        restored = StoredState()
        restored.controller.latch = .unreadable(error.description)
    }

    /// What is remembered: factory values at a first start, or where nothing could be read.
    package func restore() -> StoredState {
        restored
    }

    /// The database, where it may be written.
    var database: Database? {
        switch contents {
        case .open(let database): database
        case .unreadable: nil
        }
    }

    /// Keeps the unreadable database under a dated name and creates a fresh one, in which `record`
    /// is latched and still has to be cleared. Whatever step a power cut hits, the next start comes
    /// up latched or with the old state.
    ///
    /// - Returns: the path that the old database is kept at, or would have been.
    package func setAside(
        latching record: FaultRecord?,
        at wall: WallTime
    ) throws(StoreError) -> String {
        guard case .unreadable = contents else {
            throw StoreError(
                .setAside,
                .other,
                words: "it is readable and in use",
                path: files.database
            )
        }
        guard lock != nil else {
            throw StoreError(.setAside, .unavailable, words: "it is not locked", path: path)
        }
        let kept = try unusedName(at: wall)
        // The fresh one first: once the old one is moved, a whole one is there to go on with.
        try DatabaseFile.prepare(files, schema, latching: record, at: wall)
        for suffix in ["", "-wal", "-journal"] where File.exists(files.database + suffix) {
            try Files.rename(files.database + suffix, to: kept + suffix)
        }
        try Files.synchronizeNames(in: files.directory)
        contents = .open(try DatabaseFile.open(files, schema, at: wall))
        return kept
    }

    private func unusedName(at wall: WallTime) throws(StoreError) -> String {
        for attempt in 0..<100 {
            let name = files.setAside(at: wall, attempt: attempt)
            if !File.exists(name) { return name }
        }
        throw StoreError(
            .setAside,
            .other,
            words: "a hundred older ones are there already",
            path: path
        )
    }

    /// Copies the log into the database and closes it and the directory.
    func close() throws(StoreError) {
        defer { lock = nil }
        guard case .open(let database) = contents else { return }
        contents = .unreadable(
            StoreError(.openDatabase, .stopped, words: "the store has been stopped", path: path)
        )
        guard database.isWritable else { return }
        try database.emptyLog()
    }

    /// The number of the process that uses the directory, 0 where it is unknown; `nil` where none
    /// does. Changes nothing.
    package static func user(of directory: String) -> Int32? {
        let file: OpenFile
        do throws(SystemError) {
            file = try OpenFile(directory + "/hearth.lock", for: .reading)
        } catch {
            return nil
        }
        // A shared lock is refused exactly while somebody holds the exclusive one; closing the file
        // gives it back.
        guard flock(file.descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else {
            return nil
        }
        return DirectoryLock.holder(file) ?? 0
    }
}

/// Space reserved on the disk and freed when a latch finds the disk full: a latch must be stored
/// even then.
extension StateDirectory {
    /// Eight times what a latch takes in SQLite's log (two pages of 4 KiB with their headers).
    private static let reserveBytes = 64 * 1024

    /// Reserves the space, if it is not reserved already.
    func holdReserve() throws(StoreError) {
        guard try Files.size(files.reserve) ?? 0 < Self.reserveBytes else { return }
        let file = try Files.during(.keepReserve) { () throws(SystemError) in
            try OpenFile(files.reserve, for: .readingAndWriting)
        }
        // Returns the error itself, not through errno (posix_fallocate(3)).
        let result = posix_fallocate(file.descriptor, 0, off_t(Self.reserveBytes))
        guard result == 0 else {
            throw StoreError(.keepReserve, errno: result, path: files.reserve)
        }
    }

    /// Frees the space; false: there was none.
    func releaseReserve() -> Bool {
        do throws(SystemError) {
            return try File.remove(files.reserve)
        } catch {
            return false
        }
    }
}
