/// What a calibration measured, whatever became of it: every number finite.
package struct CalibrationFigures: Codable, Equatable, Sendable {
    /// Chamber and element at rest, in °C; the element `nil` where the board has no probe on it.
    package var restChamber = 0.0
    /// The element at rest before the step, in °C; `nil` without an element probe.
    package var restElement: Double?
    /// The steepest tangent at full power, in K/s, and where it meets the start, in s.
    package var slopeKelvinPerSecond = 0.0
    /// When the steepest tangent began, in seconds from the step.
    package var deadTimeSeconds = 0.0
    /// Element above chamber at full power in K, and how fast it settles in s; 0 without a probe.
    package var elementExcessKelvin = 0.0
    /// How fast the element follows the power; `nil` without an element probe.
    package var elementTimeConstantSeconds = 0.0
    /// What the air loses a kelvin, as a multiple of what the element gives it a kelvin.
    package var lossRatio = 0.0
    /// How long the heater was asked for, in s.
    package var heatingSeconds = 0.0
    /// 0…1: how far the numbers can be trusted. 1 less the unexplained part of the element's curve
    /// (as a share of a second of full power), lowered where the tangent's steepest place was not passed.
    package var quality = 0.0

    package init() {}
}

/// Why a calibration ended without a model.
package enum CalibrationFailure: UInt8, CaseIterable, Codable, Sendable {
    /// Power off, by a wish or a button.
    case stopped
    /// Another mode or heat was asked for.
    case heatWanted
    /// A fault latched.
    case fault
    /// The remote session that asked did not renew its lease.
    case leaseExpired
    /// The session limit, the clock, or another rule that turns the power off.
    case turnedOff
    /// Temperatures still moved while the heater was off.
    case notAtRest
    /// The chamber hardly warmed.
    case noEffect
    /// The curve is no heating curve: the fit is poor.
    case poorFit
    /// The air loses far more heat than a closed chamber: an open door.
    case heatEscapes
    /// The element gets far hotter above the air than a running blower lets it.
    case airStands
    /// A number is outside what any heater of this kind shows.
    case outOfBounds
    /// Element and air no longer warm in the proportion of the last calibration.
    case probeMoved
    /// Excess or time constant of the element are far from the last calibration's.
    case heaterChanged
    /// The printer heats its bed or prints: the chamber is not warmed by the heater alone.
    case bedHot

    /// Ended from outside: no judgement of the chamber.
    package var isAbort: Bool {
        switch self {
        case .stopped, .heatWanted, .fault, .leaseExpired, .turnedOff: true
        case .notAtRest, .noEffect, .poorFit, .heatEscapes, .airStands, .outOfBounds, .probeMoved,
            .heaterChanged, .bedHot:
            false
        }
    }
}

/// How the last calibration since the start ended.
package struct CalibrationReport: Codable, Equatable, Sendable {
    /// `nil`: the model was adopted.
    package let failure: CalibrationFailure?
    /// What was measured, as far as it went.
    package let figures: CalibrationFigures

    package init(failure: CalibrationFailure?, figures: CalibrationFigures) {
        self.failure = failure
        self.figures = figures
    }
}

/// A model that takes another's place.
package struct ModelChange: Codable, Equatable, Sendable {
    /// Where the new numbers come from.
    package enum Cause: UInt8, CaseIterable, Codable, Sendable {
        /// A full-power step.
        case calibration
        /// The power that holding took.
        case learning
    }

    /// The model that regulated so far.
    package let old: ThermalModel
    /// The model that regulates from now on.
    package let new: ThermalModel
    /// What taught it.
    package let cause: Cause
    /// 0…1: of a calibration its quality, of learning the share of the old model's error that the
    /// new one takes away.
    package let quality: Double

    package init(old: ThermalModel, new: ThermalModel, cause: Cause, quality: Double) {
        self.old = old
        self.new = new
        self.cause = cause
        self.quality = quality
    }
}
