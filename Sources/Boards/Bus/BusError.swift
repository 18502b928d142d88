package import Chamber
import Glibc

/// Why a converter could not be read: while doing what, where, the system's number and the sort.
package struct BusError: Error, Equatable, Sendable {
    /// What was being done; the raw value completes "cannot …".
    package enum Operation: String, Sendable {
        case open
        case askFunctions = "ask what the adapter can do at"
        case claim
        case read
        case write
        /// Waiting for the end of a conversion.
        case convert = "get a measurement from"
        /// Comparing the configuration with what was written.
        case readBack = "trust the configuration of"
        /// Comparing the reference channel with the supply it should measure.
        case reference = "trust the reference channel of"
        /// Looking for a device by its name.
        case find = "find a converter in"
    }

    /// The sort of failure: what policy looks at.
    package enum Kind: Equatable, Sendable {
        /// Nobody answered at the address.
        case noAcknowledge
        /// It did not finish in time, or the bus hangs.
        case timedOut
        /// The device file is not there.
        case absent
        /// The user that Hearth runs as may not use it.
        case denied
        /// A driver of the kernel has the address.
        case busy
        /// The adapter, or the file, cannot do this.
        case unsupported
        /// The configuration is not as it was left: a reset or a brown-out.
        case wasReset
        /// An answer that cannot be; it is told for people.
        case malformed(String)
        /// Anything else.
        case other
    }

    /// What was being done.
    package let operation: Operation
    /// What policy looks at.
    package let kind: Kind
    /// The system's `errno`; 0 where the system saw nothing wrong.
    package let code: CInt
    /// The chip on its bus, or the kernel's file.
    package let place: BusPlace

    /// A failure that we see and the system does not.
    package init(_ operation: Operation, _ kind: Kind, at place: BusPlace) {
        self.operation = operation
        self.kind = kind
        code = 0
        self.place = place
    }

    /// A failure by the system's number.
    package init(_ operation: Operation, errno code: CInt, at place: BusPlace) {
        self.operation = operation
        kind = Kind(errno: code)
        self.code = code
        self.place = place
    }

    /// What the controller is told.
    package var fault: ProbeSample.BusFault {
        switch kind {
        case .noAcknowledge: .noAcknowledge
        case .timedOut: .timedOut
        case .wasReset: .wasReset
        case .absent, .denied, .busy, .unsupported, .malformed, .other: .failed
        }
    }
}

extension BusError.Kind {
    /// The kernel's own table of what an adapter may answer: `Documentation/i2c/fault-codes.rst`.
    package init(errno code: CInt) {
        self =
            switch code {
            case ENXIO, EREMOTEIO: .noAcknowledge
            // EAGAIN: another master, or a disturbance, took the bus in the middle.
            case ETIMEDOUT, EAGAIN: .timedOut
            case ENOENT, ENODEV, ENOTDIR: .absent
            case EACCES, EPERM: .denied
            case EBUSY: .busy
            case EOPNOTSUPP, ENOTTY: .unsupported
            default: .other
            }
    }
}
