import Glibc
import System

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
            // What a Raspberry Pi's adapter says where a chip stretches the clock for too long.
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
