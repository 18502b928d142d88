import SwitchCore

/// Chamber regulation: feed-forward of the hold duty plus PI, limited by a second loop that keeps the
/// element below its limit; the smaller demand wins.
///
/// ```
/// chamber loop  u = hold duty + Kp · e + I        Kp = gain / (slope · dead time)
///                                                 Ti = integral · τ^0.25 · dead time^0.75
/// element loop  u = (limit − chamber) / excess + Kpe · e + I
/// ```
///
/// Half the textbook gain keeps a probe slower than calibrated from a limit cycle; the long integral
/// time does the same for unmeasured chambers (`docs/decisions.md`). Both integrators track the
/// delivered duty, so that neither winds up while the other loop, a limit or a fault holds the heater
/// down.
struct Regulator: Codable {
    /// Gain and integral time of the chamber loop, relative to the model's own values.
    private struct Tuning {
        let gain: Double
        let integral: Double

        /// Swept in simulation over the nominal plant and 40 random ones, each with the model from its
        /// own calibration. A tenth more gain is steadier still, but cycles on a chamber whose probe
        /// has become three times as slow.
        static let calibrated = Tuning(gain: 0.5, integral: 1.4)
        /// Swept over the same plants with one model for all.
        static let board = Tuning(gain: 0.4, integral: 2.5)
    }

    /// The tracking time of the chamber loop's integrator, as a share of its integral time (same
    /// sweep).
    private static let trackingShare = 0.1

    /// The element loop's goal is this far below the foldback limit, in K: room for its overshoot.
    private static let elementMarginKelvin = 2.0
    /// Gain of the element loop per kelvin, and its integral time in s: tuned in simulation with
    /// half and double the nominal conductance.
    private static let elementGain = 0.04
    private static let elementIntegralSeconds = 25.0

    private var model: ThermalModel
    private let elementLimit: Double
    private var gain = 0.0
    private var integralSeconds = 0.0

    /// The integrators, as duty.
    private var integral = 0.0
    private var elementIntegral = 0.0
    /// The demands of the last step before any limit.
    private var chamberDemand = 0.0
    private var elementDemand = 0.0
    private var chamberError = 0.0
    private var lastSetPoint = 0.0
    private var elementError = 0.0

    init(model: ThermalModel, limits: Limits) {
        self.model = model
        elementLimit = limits.elementFoldback.degrees - Self.elementMarginKelvin
        adopt(model)
    }

    /// Regulates by `model` from now on, without a jump in the demand.
    mutating func adopt(_ model: ThermalModel) {
        // Bumpless: the change of the hold duty is taken out of the integral.
        let before = self.model.holdDuty(at: Celsius(lastSetPoint))
        let after = model.holdDuty(at: Celsius(lastSetPoint))
        integral = min(max(integral + before - after, -1), 1)
        self.model = model
        let deadTime = model.deadTimeSeconds
        let tuning: Tuning = model.origin == .calibrated ? .calibrated : .board
        gain = tuning.gain / (model.slopeKelvinPerSecond * deadTime)
        let rootOfDeadTime = deadTime.squareRoot()
        integralSeconds =
            tuning.integral * model.timeConstantSeconds.squareRoot().squareRoot()
            * rootOfDeadTime * rootOfDeadTime.squareRoot()
    }

    /// Resets the integrators at the start of a session.
    mutating func reset() {
        integral = 0
        elementIntegral = 0
    }

    /// The duty that brings `chamber` to `setPoint`, all in °C.
    mutating func demand(setPoint: Double, chamber: Double, element: Double?) -> Duty {
        let hold = model.holdDuty(at: Celsius(setPoint))
        lastSetPoint = setPoint
        chamberError = setPoint - chamber
        chamberDemand = hold + gain * chamberError + integral
        guard let element else { return Duty(chamberDemand) }
        elementError = elementLimit - element
        elementDemand =
            (elementLimit - chamber) / model.elementExcessKelvin
            + Self.elementGain * elementError + elementIntegral
        return Duty(min(chamberDemand, elementDemand))
    }

    /// Lets the integrators track the duty that was finally commanded.
    ///
    /// Each integrates its own error while its demand equals the delivered duty. While something else
    /// decides, it moves to the value at which its demand would equal that duty.
    mutating func track(delivered: Duty, seconds: Double) {
        integral += Self.change(
            error: chamberError * gain / integralSeconds,
            excess: delivered.fraction - chamberDemand,
            tracking: integralSeconds * Self.trackingShare,
            seconds: seconds
        )
        elementIntegral += Self.change(
            error: elementError * Self.elementGain / Self.elementIntegralSeconds,
            excess: delivered.fraction - elementDemand,
            tracking: Self.elementIntegralSeconds,
            seconds: seconds
        )
        integral = min(max(integral, -1), 1)
        elementIntegral = min(max(elementIntegral, -1), 1)
    }

    private static func change(
        error: Double,
        excess: Double,
        tracking: Double,
        seconds: Double
    ) -> Double {
        (error + excess / tracking) * seconds
    }
}
