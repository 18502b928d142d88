/// The numbers that a calibration measured, with or without a model as the result; all are finite.
package struct CalibrationFigures: Codable, Equatable, Sendable {
    /// The chamber at rest before the step, in °C.
    package var restChamber = 0.0
    /// The element at rest before the step, in °C; `nil` without an element probe.
    package var restElement: Double?
    /// The steepest tangent at full power, in K/s.
    package var slopeKelvinPerSecond = 0.0
    /// Where that tangent meets the starting temperature, in s since the step.
    package var deadTimeSeconds = 0.0
    /// Element above chamber at full power, in K; 0 without an element probe.
    package var elementExcessKelvin = 0.0
    /// The time constant of that excess, in s; 0 without an element probe.
    package var elementTimeConstantSeconds = 0.0
    /// The air's loss per kelvin, as a multiple of the element's gain per kelvin.
    package var lossRatio = 0.0
    /// The length of the heating phase, pauses included, in s.
    package var heatingSeconds = 0.0
    /// 0…1: how far the numbers can be trusted. 1 minus the unexplained part of the element's curve (as
    /// a share of a second of full power), lowered where the tangent had not passed its steepest place.
    package var quality = 0.0

    package init() {}
}

/// Why a calibration ended without a model.
package enum CalibrationFailure: UInt8, CaseIterable, Codable, Sendable {
    /// Turned off by a wish or a button.
    case stopped
    /// A client asked for another mode or for heat.
    case heatWanted
    /// A fault latched.
    case fault
    /// The remote session did not renew its lease.
    case leaseExpired
    /// The session limit, the clock, or another rule that turns the power off.
    case turnedOff
    /// Temperatures still moved while the heater was off.
    case notAtRest
    /// The chamber hardly warmed.
    case noEffect
    /// The curve is not that of a heater: the fit is poor.
    case poorFit
    /// The air loses far more heat than a closed chamber: an open door.
    case heatEscapes
    /// The element gets far hotter above the air than a running blower allows.
    case airStands
    /// A number is outside the range of heaters of this kind.
    case outOfBounds
    /// Element and air no longer warm in the proportion of the last calibration.
    case probeMoved
    /// Excess or time constant of the element differ far from the last calibration's.
    case heaterChanged
    /// The printer prints or heats its bed, so not only the heater warms the chamber.
    case bedHot
}

/// How the last calibration since the start ended.
package struct CalibrationReport: Codable, Equatable, Sendable {
    /// `nil`: the model was adopted.
    package let failure: CalibrationFailure?
    /// What was measured until the end.
    package let figures: CalibrationFigures

    package init(failure: CalibrationFailure?, figures: CalibrationFigures) {
        self.failure = failure
        self.figures = figures
    }
}

/// The replacement of a model by another.
package struct ModelChange: Codable, Equatable, Sendable {
    /// The source of the new numbers.
    package enum Cause: UInt8, CaseIterable, Codable, Sendable {
        /// A full-power step.
        case calibration
        /// The power that holding took.
        case learning
    }

    /// The model until now.
    package let old: ThermalModel
    /// The model from now on.
    package let new: ThermalModel
    /// The source of the new numbers.
    package let cause: Cause
    /// 0…1: a calibration's quality, or the share of the old model's error that learning removes.
    package let quality: Double

    package init(old: ThermalModel, new: ThermalModel, cause: Cause, quality: Double) {
        self.old = old
        self.new = new
        self.cause = cause
        self.quality = quality
    }
}
