/// How well the controller knows this heater: by a calibration, by its first warm-up, or not at all.
package enum CalibrationState: UInt8, CaseIterable, Sendable {
    /// Never calibrated: the board file's numbers apply.
    case missing
    /// Never calibrated, and the rules judge by the first warm-up.
    case provisional
    /// Calibrated by a version that did not store all that the rules need.
    case outdated
    /// The same, and the rules judge by the first warm-up.
    case outdatedProvisional
    /// Calibrated.
    case calibrated

    /// The state of a heater with `model`.
    init(_ model: ThermalModel, isProvisional: Bool, hasElementProbe: Bool) {
        switch model.origin {
        case .board:
            self = isProvisional ? .provisional : .missing
        case .calibrated:
            guard hasElementProbe, model.balance == nil else {
                self = .calibrated
                return
            }
            self = isProvisional ? .outdatedProvisional : .outdated
        }
    }

    /// What is known and what to do, in one line for people.
    package var sentence: String {
        switch self {
        case .missing:
            "not calibrated: the board file's numbers apply until a calibration"
        case .provisional:
            "not calibrated: measured by its first warm-up (provisional) until a calibration"
        case .outdated:
            "calibrate again: an earlier version stored the calibration without what the rules need"
        case .outdatedProvisional:
            "calibrate again: an earlier version stored the calibration without what the rules need; "
                + "until then measured by its first warm-up (provisional)"
        case .calibrated:
            "calibrated"
        }
    }
}
