import SwitchCore

/// The input of the rules in one step.
struct GuardInput {
    let now: Instant
    /// The time since the last step, in s.
    let seconds: Double
    let probes: Probes
    let view: ProbeReadings
    /// The open contacts, each of which stops the heat.
    let openContacts: ContactSet
    /// What the tachometer shows; `nil` on a board without one.
    let rotation: FanRotation?
    /// The switch's newest report.
    let report: SwitchReport
    let model: ThermalModel
    /// The expected excess of the element over the chamber, in K.
    let expected: ExpectedExcess
    /// The power that the element shows, compared with the power delivered.
    let balance: PowerBalance
    /// The power that holding takes, compared with the hold after calibration.
    let heatRatio: HeatRatio
    /// The duty delivered during the last step.
    let justDelivered: Double
    let limits: Limits
    /// The guard numbers in force.
    let parameters: GuardParameters
    /// Heat for a `/ws` client ends this long after the last one disconnected; `nil`: no limit.
    let pandaClientTimeout: Duration?
    /// Who turned the power on last.
    let heatRequestedBy: Requester
    /// The set point of the step before; `nil` where there was none.
    let setPoint: Celsius?
    /// The commanded duty of the step before, and the mean delivered over the last minute.
    let commanded: Duty
    let delivered: Duty
    /// Whether heat is allowed.
    private(set) var isArmed: Bool
    /// Whether the set point was reached since it was set.
    private(set) var isHolding: Bool
    /// Whether the printer reports a hot bed, which may warm the chamber.
    let isBedHot: Bool
    /// The mean of the last runs' measurements.
    let health: HealthFigures
    /// The share of the relay's rated switchings that is used; `nil` where it does not wear.
    let relayUsed: Double?
    /// The standing warnings.
    let warnings: WarningSet
}

extension GuardInput {
    /// The input after a rule has stopped the heat: later rules judge a heater that is off.
    var disarmed: GuardInput {
        var input = self
        input.isArmed = false
        input.isHolding = false
        return input
    }

    /// Before a fault may be cleared, each probe must be this far below its trip temperature, in K.
    private static let clearMarginKelvin = 5.0

    /// Whether every probe is good and far enough below its trip temperature.
    var isCoolAndComplete: Bool {
        let air = view.hottestAir ?? -.infinity
        let element = view.element.temperature?.degrees ?? -.infinity
        return view.isComplete && air <= limits.chamberTrip.degrees - Self.clearMarginKelvin
            && element <= limits.elementTrip.degrees - Self.clearMarginKelvin
    }

    /// The air temperature for limits, in °C.
    var hottestAir: Double? { view.hottestAir }

    /// The measured excess of the element over the chamber, in K; `nil` without both.
    var excess: Double? { view.excess }

    /// Whether the element is warmer than the air by more than 5 K; true without an element probe.
    var isElementWarm: Bool { excess.map { $0 > 5 } ?? true }

    /// Whether the power goes where it should although the chamber does not get warmer: by the
    /// chamber's heat balance where that is known, else by the element's power, which needs a measured
    /// heater.
    var isPowerAccountedFor: Bool {
        guard heatRatio.newest == nil else { return !heatRatio.isAbove(.off) }
        return model.balance != nil && !balance.isSuspicious
    }

    /// Whether the board has a probe on the element.
    var hasElementProbe: Bool { view.element.condition != .absent }
}
