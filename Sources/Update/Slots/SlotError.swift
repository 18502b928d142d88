import Glibc

/// The disk did not do what a switch of versions needs.
package struct SlotError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was to be done: `write`, `rename`.
    package let operation: String
    /// What it was to be done to, below the slots' folder or from the root.
    package let path: String
    /// The system's number for the reason.
    package let code: CInt

    package init(_ operation: String, _ path: String, errno code: CInt) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// For people: what could not be done, why, and what to do.
    package var description: String {
        let reason = String(cString: strerror(code))
        let remedy =
            switch code {
            case ENOSPC, EDQUOT: "; delete something from the disk"
            case EROFS: "; make the disk writable"
            default: ""
            }
        return "cannot \(operation) \(path.isEmpty ? "the folder" : path): \(reason)\(remedy)"
    }
}
