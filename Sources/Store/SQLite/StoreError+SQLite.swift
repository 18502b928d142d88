import CSQLite
import Glibc
import System

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
