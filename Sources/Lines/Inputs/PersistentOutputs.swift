import Glibc

/// Whether the kernel leaves an output as it is when the program that set it has died.
///
/// Raspberry Pi kernels do unless told otherwise (`dtparam=strict_gpiod`): with the heater on and
/// both programs killed, the relay would stay closed.
package enum PersistentOutputs: Sendable {
    /// They stay as they are.
    case persist
    /// They fall back to inputs.
    case fallBack
    /// This kernel's GPIO driver has no such parameter: nothing is known.
    case unknown

    /// The drivers of Raspberry Pis up to the 4, and of the 5, that have the parameter.
    private static let paths = ["pinctrl_bcm2835", "pinctrl_rp1"].map {
        "/sys/module/\($0)/parameters/persist_gpio_outputs"
    }

    /// Reads what this machine is set to, or one whose files are below `folder`.
    package static func inspect(below folder: String = "") -> PersistentOutputs {
        for path in paths {
            guard let file = fopen(folder + path, "re") else { continue }
            defer { fclose(file) }
            switch fgetc(file) {
            case 0x59, 0x79, 0x31: return .persist  // Y, y, 1
            case EOF: continue
            default: return .fallBack
            }
        }
        return .unknown
    }
}
