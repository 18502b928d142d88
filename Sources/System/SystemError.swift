import Glibc

/// A call to the system that failed: what was to be done, to what, and the system's reason.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was to be done; the raw value completes "cannot be …".
    package enum Operation: String, Sendable {
        case open = "opened"
        case read
        case write = "written"
        case make = "made"
        case remove = "removed"
        case rename = "renamed"
        case start = "started"
    }

    /// What failed.
    package let operation: Operation
    /// The file, the directory, the program, or the name of a thread.
    package let path: String
    /// The system's `errno`.
    package let code: CInt
    /// Why, in the system's words, or in ours where they say more.
    package let reason: String

    /// - Parameter reason: replaces the system's words for `code`.
    package init(
        _ operation: Operation,
        _ path: String,
        errno code: CInt,
        reason: String? = nil
    ) {
        self.operation = operation
        self.path = path
        self.code = code
        self.reason = reason ?? Self.words(for: code)
    }

    /// The system's words for an error number.
    package static func words(for code: CInt) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }

    /// There is no such file, directory or program.
    package var isMissing: Bool { code == ENOENT }

    /// What could not be done, and why, without ``advice``.
    package var summary: String { "\(path): cannot be \(operation.rawValue): \(reason)" }

    /// One line for people: what could not be done, why, and what to do about it.
    package var description: String {
        advice.map { "\(summary); \($0)" } ?? summary
    }

    /// What the user can do; `nil` where the reason says it all.
    package var advice: String? {
        switch code {
        case ENOENT: "check the path"
        case EACCES, EPERM: "check who may use it"
        case ENOSPC, EDQUOT: "free some space"
        case EROFS: "make the disk writable"
        case EAGAIN, EMFILE, ENFILE, ENOMEM:
            "close other programs, or raise the limit on processes and open files"
        case EIO: "check the disk or memory card: it may be failing"
        default: nil
        }
    }
}

/// Repeats a system call while a signal interrupts it; the result, or the error number.
///
/// Reads `errno` before any Swift code that may allocate.
func uninterrupted<Number: SignedInteger>(
    _ call: () -> Number
) -> (result: Number, code: CInt) {
    while true {
        let result = call()
        guard result < 0 else { return (result, 0) }
        let code = errno
        guard code == EINTR else { return (result, code) }
    }
}
