/// A step of the first start that nobody has done yet; none of them is needed for heat.
package enum SetupStep: String, CaseIterable, Sendable {
    /// `hearth selftest` has left no report.
    case selfTest = "self_test"
    /// No calibration is stored.
    case calibration
    /// No printer is bound.
    case printer
    /// Nobody is asked for a password.
    case password

    /// What it is for, and the command that does it.
    package var sentence: String {
        switch self {
        case .selfTest:
            "nobody has tried this hardware yet: \"sudo hearth selftest\", with the service stopped"
        case .calibration: "nobody has calibrated this heater yet: \"hearth calibrate\""
        case .printer: "no printer is bound: \"hearth printer scan\" finds those in the network"
        case .password:
            "everyone in the network may use this heater: \"sudo hearth access password\" asks for one"
        }
    }
}
