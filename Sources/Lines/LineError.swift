/// A line or its chip cannot be had; says why, and what to do.
package struct LineError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, for the caller's decision.
    package enum Kind: Equatable, Sendable {
        /// No such chip.
        case unknownChip
        /// The chip has no such line.
        case unknownLine
        /// Somebody else holds the line.
        case busy
        /// This user may not.
        case denied
        /// Anything else.
        case other
    }

    /// For a caller's decision; ``description`` is for people.
    package let kind: Kind
    /// The system's error number; 0 where it gave none.
    package let errno: Int32
    /// One line for people.
    package let description: String

    package init(_ kind: Kind, errno: Int32 = 0, _ description: String) {
        self.kind = kind
        self.errno = errno
        self.description = description
    }
}
