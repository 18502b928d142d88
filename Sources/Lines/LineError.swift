import Glibc

/// Why a line or its chip is unavailable.
package struct LineError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong.
    package enum Kind: Equatable, Sendable {
        /// No such chip.
        case unknownChip
        /// The chip has no such line.
        case unknownLine
        /// Another program or the kernel holds the line.
        case busy
        /// This user has no permission.
        case denied
        /// Any other failure; ``LineError/errno`` has the code.
        case other
    }

    /// For a caller's decision; ``description`` is for people.
    package let kind: Kind
    /// The system's error number; 0 where there is none.
    package let errno: Int32
    /// What happened, where, and what to do, in one line for people.
    package let description: String

    package init(_ kind: Kind, errno: Int32 = 0, _ description: String) {
        self.kind = kind
        self.errno = errno
        self.description = description
    }

    /// The system's words for an error number. `System` has the same, but the switch does not link that
    /// room.
    static func words(for code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
