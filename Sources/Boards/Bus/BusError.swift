package import Chamber
import Glibc
import System

/// Why a converter could not be read: the operation, the place, the system's number and the kind of
/// failure.
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

    /// The kind of failure, which policy goes by.
    package enum Kind: Equatable, Sendable {
        /// Nothing answered at the address.
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
        /// An impossible answer, described for people.
        case malformed(String)
        /// Anything else.
        case other
    }

    /// What was being done.
    package let operation: Operation
    /// The kind of failure.
    package let kind: Kind
    /// The system's `errno`; 0 where the system saw nothing wrong.
    package let code: CInt
    /// The chip on its bus, or the kernel's file.
    package let place: BusPlace

    /// A failure that the system does not report.
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

    /// The failure as the controller sees it.
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

extension BusError: CustomStringConvertible {
    /// One line for people: what failed, where, why, and what to do about it.
    package var description: String {
        "\(summary); \(remedy)"
    }

    /// What failed, where, and why.
    package var summary: String {
        "cannot \(operation.rawValue) \(place): \(reason)"
    }

    /// What went wrong, in the system's words and number where it has any.
    private var reason: String {
        let system = code == 0 ? "" : "\(SystemError.words(for: code)) (errno \(code))"
        let ours: String? =
            switch kind {
            case .noAcknowledge: "nobody answered"
            case .timedOut: code == EAGAIN ? "the bus was lost" : "it did not finish in time"
            case .wasReset: "it is not as it was left"
            case .busy: "another program uses it"
            case .malformed(let words): words
            case .unsupported: "it cannot do this"
            case .absent, .denied, .other: nil
            }
        return [ours, system.isEmpty ? nil : system].compactMap { $0 }.joined(separator: ", ")
    }

    /// What the user can do.
    package var remedy: String {
        place.address == nil ? remedyForFile : remedyForChip
    }

    private var remedyForChip: String {
        switch kind {
        case .noAcknowledge:
            "check the converter's wires, its supply and the address in [adc]"
                + (code == EREMOTEIO
                    ? ", and lower the bus's speed (on a Raspberry Pi "
                        + "dtparam=i2c_arm_baudrate=50000): it cannot wait for a chip that "
                        + "stretches the clock"
                    : "")
        case .timedOut where operation == .convert:
            "check that it is the chip that [adc] says, and its supply"
        case .timedOut:
            "check SDA and SCL for short circuits and pull-ups, then switch the converter's supply "
                + "off and on"
        case .absent:
            "turn the bus on (on a Raspberry Pi dtparam=i2c_arm=on), load the module i2c-dev, or "
                + "correct bus in [adc]"
        case .denied:
            "make the user that Hearth runs as a member of the group that owns the file, usually i2c"
        case .busy:
            "a kernel driver uses this address: read it with type iio or hwmon, or take that "
                + "driver away"
        case .unsupported:
            "take a bus whose adapter can do plain I²C transfers, or another converter"
        case .wasReset:
            "look for a supply that sags or a loose wire, and for another program that uses the chip"
        case .malformed where operation == .reference:
            "check supply_v and supply_channel in [adc], and that input's wire"
        case .malformed:
            "check that it is the chip that [adc] says, and its wires"
        case .other where code == EIO:
            // A Raspberry Pi's adapter reports this where a chip stretches the clock for too long.
            "check the converter's wires and supply, and lower the bus's speed"
        case .other:
            "check the converter's wires and supply, and the kernel's log"
        }
    }

    private var remedyForFile: String {
        switch kind {
        case .noAcknowledge, .timedOut:
            "check the converter's wires and supply; its driver got no answer"
        case .absent:
            "check device and the channels in the board file, and that the kernel's driver is loaded"
        case .denied:
            "let the user that Hearth runs as read that file"
        case .busy:
            "stop the program that reads the same device"
        case .wasReset:
            "find the program that changes the device's range, and stop it"
        case .malformed where operation == .reference:
            "check supply_v and supply_channel in [adc], and that input's wire"
        case .malformed where operation == .find:
            "give its whole path as device"
        case .unsupported, .malformed, .other:
            "check device in [adc], and the kernel's log"
        }
    }
}
