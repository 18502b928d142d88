import Chamber
import Store
import Testing
import TestSupport

/// The files of a state directory at one moment, to be put back with one thing changed.
struct Image {
    var database: [UInt8]
    var log: [UInt8]

    init(of directory: TemporaryDirectory) throws {
        database = try directory.bytes(directory.database)
        log = try directory.bytes(directory.log)
    }

    /// Puts the files into `directory` and returns what a start restores. An unreadable state must
    /// stay unchanged, to the byte.
    func start(in directory: TemporaryDirectory) throws -> StoredState {
        try directory.write(directory.database, database)
        try directory.write(directory.log, log)
        let state = try StateDirectory.open(directory.path).restore()
        if case .unreadable = state.controller.latch {
            try #require(directory.bytes(directory.database) == database)
            try #require(directory.bytes(directory.log) == log)
        }
        return state
    }
}
