import System

/// The few calls on files that the store makes besides SQLite's: those of System, with the store's
/// error.
enum Files {
    /// The size of the file at `path` in bytes; `nil` where there is none.
    static func size(_ path: String) throws(StoreError) -> Int? {
        let status = try during(.openDatabase) { () throws(SystemError) in
            try FileStatus(of: path)
        }
        guard let status else { return nil }
        guard status.kind == .file else {
            throw StoreError(.openDatabase, .cannotOpen, words: "it is not a file", path: path)
        }
        return status.size
    }

    /// The first `count` bytes of the file at `path`, fewer where it is shorter.
    static func beginning(of path: String, _ count: Int) throws(StoreError) -> [UInt8] {
        try during(.openDatabase) { () throws(SystemError) in
            try File.beginning(of: path, count)
        }
    }

    /// Makes an empty file that only its owner may read, in place of any that is there.
    static func makePrivate(_ path: String) throws(StoreError) {
        try during(.createDatabase) { () throws(SystemError) in
            try File.remove(path)
            _ = try OpenFile(path, for: .creating)
        }
    }

    /// Removes the file at `path`, if there is one.
    static func remove(_ path: String) throws(StoreError) {
        try during(.createDatabase) { () throws(SystemError) in _ = try File.remove(path) }
    }

    /// Gives the file at `path` another name in the same directory.
    static func rename(_ path: String, to newPath: String) throws(StoreError) {
        try during(.setAside) { () throws(SystemError) in try File.rename(path, to: newPath) }
    }

    /// Waits until the names in `directory` are on the disk.
    static func synchronizeNames(in directory: String) throws(StoreError) {
        try during(.openDirectory) { () throws(SystemError) in
            try Directory.synchronize(directory)
        }
    }

    /// Makes a directory where it is missing, with those above it, for its owner alone; its absolute
    /// path.
    static func prepareDirectory(_ directory: String) throws(StoreError) -> String {
        try during(.openDirectory) { () throws(SystemError) in
            try Directory.makeAll(directory, mode: 0o700)
            return try Directory.absolute(directory)
        }
    }

    /// The result of a call; its error becomes one of the store's.
    static func during<Value>(
        _ operation: StoreError.Operation,
        _ call: () throws(SystemError) -> Value
    ) throws(StoreError) -> Value {
        do throws(SystemError) {
            return try call()
        } catch {
            throw StoreError(operation, errno: error.code, path: error.path)
        }
    }
}

/// The names in a state directory.
struct StateFiles {
    /// The directory, as an absolute path.
    let directory: String

    /// Settings, latch, events and history.
    var database: String { directory + "/hearth.db" }
    /// SQLite's write-ahead log: a part of the database until it has been copied into it.
    var log: String { database + "-wal" }
    /// SQLite's file in another journal mode; Hearth never writes one.
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
