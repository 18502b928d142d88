import Glibc

/// Whether the kernel leaves an output as it is when the program that set it has died.
///
/// Raspberry Pi kernels do, unless `dtparam=strict_gpiod` is set: if both programs are killed while the
/// heater is on, the relay stays closed.
package enum PersistentOutputs: Sendable {
    /// Outputs stay as they are.
    case persist
    /// Outputs fall back to inputs.
    case fallBack
    /// This kernel's GPIO driver has no such parameter: nothing is known.
    case unknown

    /// The drivers that have the parameter: that of Raspberry Pis up to the 4, and that of the 5.
    private static let paths = ["pinctrl_bcm2835", "pinctrl_rp1"].map {
        "/sys/module/\($0)/parameters/persist_gpio_outputs"
    }

    /// Reads the setting of this machine, or of the file tree below `folder`.
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
