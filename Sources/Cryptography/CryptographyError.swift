/// The library refused to work: out of memory, or a build of it without this algorithm.
package struct CryptographyError: Error, Equatable, CustomStringConvertible {
    /// What it was asked to do.
    package enum Operation: String, Sendable {
        case hash = "hash"
        case sign = "sign"
        case makeKey = "make a key"
        case derive = "derive a key from a password"
        case drawRandomBytes = "draw random bytes"
    }

    /// The refused operation.
    package let operation: Operation

    package init(_ operation: Operation) {
        self.operation = operation
    }

    /// For a log.
    package var description: String {
        "libcrypto could not \(operation.rawValue): memory may have run out, or the library was "
            + "built without it"
    }
}
