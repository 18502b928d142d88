import CSQLite
import Glibc
import System

/// What went wrong in the store, while doing what, and why.
package struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being done; the raw value completes "cannot …".
    package enum Operation: String, Sendable {
        case openDirectory = "open the state directory"
        case lockDirectory = "lock the state directory"
        case openDatabase = "open the stored state"
        case createDatabase = "create a fresh state"
        case checkDatabase = "check the stored state"
        case migrate = "bring the stored state to this version"
        case readState = "read the stored state"
        case writeLatch = "store the latched fault"
        case clearLatch = "clear the stored fault"
        case saveState = "store settings and events"
        case readEvents = "read the stored events"
        case readHistory = "read the stored history"
        case copyLog = "move the log into the database"
        case keepReserve = "reserve space for a fault"
        case answer = "answer"
        case setAside = "set the stored state aside"
    }

    /// The kind of failure, which policy goes by.
    package enum Kind: Equatable, Sendable {
        /// Another process holds the directory; `pid` where it is known.
        case secondInstance(pid: Int32?)
        case diskFull
        case readOnly
        /// The file is damaged, or not a database.
        case corrupt
        /// Another program's database, or a form that Hearth never writes.
        case foreign
        /// Written by a newer Hearth.
        case newerVersion
        /// Another program has the database open.
        case busy
        case inputOutput
        case cannotOpen
        /// The state could not be read at the start and has been left alone since.
        case unavailable
        /// Not the fault that is stored.
        case otherFault
        /// The store has been stopped.
        case stopped
        /// Anything else: out of memory, a mistake in the program.
        case other
    }

    /// What was being done.
    package let operation: Operation
    /// The kind of failure, which policy goes by.
    package let kind: Kind
    /// SQLite's extended result code or the system's `errno`; 0 where neither failed.
    package let code: Int32
    /// SQLite's or the system's own words, or ours.
    package let words: String
    /// The file or directory.
    package let path: String

    package init(
        _ operation: Operation,
        _ kind: Kind,
        code: Int32 = 0,
        words: String,
        path: String
    ) {
        self.operation = operation
        self.kind = kind
        self.code = code
        self.words = words
        self.path = path
    }

    /// One line for people: what failed, where, why, and what to do about it.
    package var description: String {
        let number = code == 0 ? "" : " (code \(code))"
        return "cannot \(operation.rawValue) in \(path): \(words)\(number); \(remedy)"
    }

    /// What the user can do.
    package var remedy: String {
        switch kind {
        case .secondInstance:
            "stop the other one, or give this one a state directory of its own"
        case .diskFull:
            "free some space on that disk"
        case .readOnly:
            "make the directory and its files writable for the user that Hearth runs as"
        case .corrupt, .foreign:
            "restart with a good copy of the file, or clear the fault: the file is then set aside"
        case .newerVersion:
            "install that version of Hearth again, or clear the fault: the file is then set aside"
        case .busy:
            "close the program that has the file open, then restart Hearth"
        case .inputOutput:
            "check the disk or memory card: it may be failing"
        case .cannotOpen:
            "check that it is a directory that the user Hearth runs as may read and write"
        case .unavailable:
            "repair what is named there and restart Hearth"
        case .otherFault:
            "look at the fault that is latched now, then clear that one"
        case .stopped:
            "start Hearth again"
        case .other:
            "restart Hearth; if it happens again, report it with this line"
        }
    }
}

extension StoreError {
    /// The error of a SQLite call.
    ///
    /// - Parameter code: an extended result code.
    init(_ operation: Operation, sqlite code: Int32, words: String, path: String) {
        self.init(operation, Kind(sqlite: code), code: code, words: words, path: path)
    }

    /// The error of a system call.
    init(_ operation: Operation, errno code: Int32, path: String) {
        let words = SystemError.words(for: code)
        self.init(operation, Kind(errno: code), code: code, words: words, path: path)
    }
}

extension StoreError.Kind {
    /// The sort of a SQLite result code (sqlite.org/rescode.html): its low byte is the primary one.
    init(sqlite code: Int32) {
        switch code & 0xff {
        case SQLITE_FULL: self = .diskFull
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_IOERR: self = .inputOutput
        case SQLITE_CANTOPEN: self = .cannotOpen
        default: self = .other
        }
    }

    /// The sort of an `errno`.
    init(errno code: Int32) {
        switch code {
        case ENOSPC, EDQUOT: self = .diskFull
        case EROFS, EACCES, EPERM: self = .readOnly
        case EIO: self = .inputOutput
        case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, EISDIR: self = .cannotOpen
        default: self = .other
        }
    }
}
