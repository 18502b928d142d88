import SwitchCore

/// Chamber regulation: the duty that the losses take, plus a share of the error, and less where the
/// element holds more heat than that; limited by a second loop that keeps the element below its limit.
/// The smaller demand wins.
///
/// ```
/// chamber loop  goal = load at the set point + gain · (set point − air)
///               u = goal + element gain · (goal − released)
/// element loop  u = (limit − chamber) / excess + Kpe · e + I
/// ```
///
/// Load, air and the released duty are ``LoadEstimate``'s; the load at the set point is extrapolated
/// by how much each kelvin takes. The estimate takes the place of an integral: it follows what the hold
/// takes, and does not wind up.
///
/// Once the set point was reached, the goal stays within ``goalAboveUsual`` of what the hold has usually
/// taken. With a door open the element would otherwise fill with heat that the chamber gets when the
/// door closes. A chamber that needs more for good gets it too, but not in the first six minutes away from
/// the set point, which is longer than a door is open (`docs/decisions.md`).
struct Regulator: Codable {
    /// The gains of the chamber loop.
    private struct Tuning {
        /// Of the error, relative to 1 / (slope · dead time).
        let gain: Double
        let elementGain: Double
        /// How much each kelvin takes while the walls are not yet warm, as a multiple of the hold's.
        let steepness: Double

        /// Searched in simulation over the nominal plant and 40 random ones, each with the model from
        /// its own calibration; steady also with 1.5 times the gain, a probe three times as slow, and
        /// three times the noise.
        static let measured = Tuning(gain: 1.05, elementGain: 2.7, steepness: 5.3)
        /// Searched over the same plants with one model for all.
        static let assumed = Tuning(gain: 0.375, elementGain: 1, steepness: 1.9)

        /// The heater's own lag is known only where its element was measured.
        static func of(_ model: ThermalModel) -> Tuning {
            model.origin == .calibrated && model.balance != nil ? measured : assumed
        }
    }

    private static let mostLoad = 1.2
    /// The goal's limit above the usual load once the set point was reached, as duty; closer than this
    /// to the set point, in K, counts as that.
    static let goalAboveUsual = 0.19
    private static let reachedKelvin = 1.0
    /// The usual load's time constants in s: at the set point, and away from it.
    private static let usualSeconds = 60.0
    private static let disturbedSeconds = 900.0
    /// Away from the set point, the usual load stays as it is for this long, in s: on 200 random plants a
    /// door of five minutes raised it by up to 0.17, and the air by up to 2.7 K after the door.
    private static let doorSeconds = 360.0

    /// The element loop's goal is this far below the foldback limit, in K: room for its overshoot.
    private static let elementMarginKelvin = 2.0
    /// Gain of the element loop per kelvin, and its integral time in s: tuned in simulation with
    /// half and double the nominal conductance.
    private static let elementGain = 0.04
    private static let elementIntegralSeconds = 25.0

    private(set) var model: ThermalModel
    private let elementLimit: Double
    private var estimate = LoadEstimate()

    private var setPoint: Double?
    private var error = 0.0
    private var loadAtSetPoint = 0.0
    /// What the hold has usually taken; `nil` before the set point was reached.
    private var usual: Double?
    /// How long the chamber has been away from the set point, in s.
    private var awaySeconds = 0.0
    /// The element loop's integral and the demand of the last step, as duty.
    private var elementIntegral = 0.0
    private var elementDemand = 0.0
    private var elementError = 0.0

    init(model: ThermalModel, limits: Limits) {
        self.model = model
        elementLimit = limits.elementFoldback.degrees - Self.elementMarginKelvin
    }

    /// Regulates by `model` from now on: what the hold takes is known already.
    mutating func adopt(_ model: ThermalModel) {
        self.model = model
    }

    /// Forgets the session before; what the chamber loses is known from watching it meanwhile.
    mutating func reset() {
        elementIntegral = 0
        usual = nil
        setPoint = nil
    }

    /// Watches one step, also without heat: the chamber's air in °C, and the duty commanded meanwhile.
    mutating func observe(air: Double?, duty: Duty, seconds: Double) {
        estimate.step(chamber: air, duty: duty.fraction, model, seconds: seconds)
    }

    /// The duty that brings `chamber` to `setPoint`, all in °C.
    mutating func demand(setPoint: Double, chamber: Double, element: Double?) -> Duty {
        let tuning = Tuning.of(model)
        if setPoint != self.setPoint { usual = nil }
        self.setPoint = setPoint
        let perKelvin = tuning.steepness * model.holdDutyPerKelvin
        let load = estimate.load + perKelvin * (setPoint - estimate.smoothed)
        loadAtSetPoint = min(max(load, 0), Self.mostLoad)
        if usual == nil, abs(setPoint - chamber) < Self.reachedKelvin { usual = loadAtSetPoint }
        error = setPoint - estimate.air
        var goal = loadAtSetPoint + goalPerKelvin * error
        if let usual { goal = min(goal, usual + Self.goalAboveUsual) }
        let chamberDemand = goal + tuning.elementGain * (goal - estimate.released)
        guard let element else { return Duty(chamberDemand) }
        elementError = elementLimit - element
        elementDemand =
            (elementLimit - chamber) / model.elementExcessKelvin
            + Self.elementGain * elementError + elementIntegral
        return Duty(min(chamberDemand, elementDemand))
    }

    /// The goal's share of the error, as duty per kelvin.
    private var goalPerKelvin: Double {
        let tuning = Tuning.of(model)
        let gain = tuning.gain / (model.slopeKelvinPerSecond * model.deadTimeSeconds)
        return gain / (1 + tuning.elementGain)
    }

    /// What a forecast of this step needs, all in °C: the set point while the chamber is on its way to
    /// it, and the room.
    func forecastInput(
        chamber: Double?,
        setPoint: Double?,
        room: Double,
        seconds: Double,
        now: Instant
    ) -> ReadyForecast.Input {
        ReadyForecast.Input(
            chamber: chamber,
            smoothRate: estimate.smoothRate,
            released: estimate.released,
            setPoint: setPoint,
            elementLimit: elementLimit,
            room: room,
            goalPerKelvin: goalPerKelvin,
            seconds: seconds,
            now: now
        )
    }

    /// Lets the usual load follow, and the element loop's integral track the duty that was finally
    /// granted: it integrates its own error while its demand is that duty, and moves to the value at which
    /// it would be while something else decides.
    mutating func track(delivered: Duty, seconds: Double) {
        if let usual {
            let isReached = abs(error) < Self.reachedKelvin
            awaySeconds = isReached ? 0 : awaySeconds + seconds
            let slowness = isReached ? Self.usualSeconds : Self.disturbedSeconds
            if isReached || awaySeconds > Self.doorSeconds {
                self.usual = usual + (loadAtSetPoint - usual) * seconds / (slowness + seconds)
            }
        }
        let own = elementError * Self.elementGain
        let excess = delivered.fraction - elementDemand
        let change = (own + excess) / Self.elementIntegralSeconds
        elementIntegral = min(max(elementIntegral + change * seconds, -1), 1)
    }
}
