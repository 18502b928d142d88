import SwitchCore

/// What the rules look at in one step.
struct GuardInput {
    let now: Instant
    /// How long the step before is ago, in s.
    let seconds: Double
    let probes: Probes
    let view: ProbeReadings
    /// The contacts that are open: what they stand for stops the heat.
    let openContacts: ContactSet
    /// The switch's newest answer.
    let report: SwitchReport
    let model: ThermalModel
    /// The least and the most that the element is expected to be above the chamber, in K.
    let expected: ExpectedExcess
    /// The power that the element shows beside the power that it was given.
    let balance: PowerBalance
    /// The power that holding takes beside what it took after the calibration.
    let heatRatio: HeatRatio
    /// The duty that was delivered in the last step.
    let justDelivered: Double
    let limits: Limits
    /// The numbers that the board and its clients chose.
    let parameters: GuardParameters
    /// Heat that a `/ws` client asked for ends this long after the last one has gone; `nil`: it does not.
    let pandaClientTimeout: Duration?
    /// Who turned the power on last.
    let heatRequestedBy: Requester
    /// The set point of the step before; `nil` where none was in force.
    let setPoint: Celsius?
    /// The duty that was commanded in the step before, and what was delivered over the last minute.
    let commanded: Duty
    let delivered: Duty
    /// Heat is allowed.
    private(set) var isArmed: Bool
    /// The chamber has reached its set point and holds it.
    private(set) var isHolding: Bool
    /// The printer says that it heats its bed: the chamber may warm without us.
    let isBedHot: Bool
    /// The warnings that stand.
    let warnings: WarningSet
}

extension GuardInput {
    /// The same once a rule has taken the power: the rules after it judge a heater that is off.
    var disarmed: GuardInput {
        var input = self
        input.isArmed = false
        input.isHolding = false
        return input
    }

    /// What has tripped must cool this far below its trip temperature before it may be cleared, in K.
    private static let clearMarginKelvin = 5.0

    /// Every probe reads well, and far enough below its trip temperature.
    var isCoolAndComplete: Bool {
        let air = view.hottestAir ?? -.infinity
        let element = view.element.temperature?.degrees ?? -.infinity
        return view.isComplete && air <= limits.chamberTrip.degrees - Self.clearMarginKelvin
            && element <= limits.elementTrip.degrees - Self.clearMarginKelvin
    }

    /// The air's temperature that limits go by, in °C.
    var hottestAir: Double? { view.hottestAir }

    /// Element above chamber as it is measured, in K; `nil` without both.
    var excess: Double? { view.excess }

    /// The element is warmer than the air, as one that heats is; true without a probe on it.
    var isElementWarm: Bool { excess.map { $0 > 5 } ?? true }

    /// The power goes where it should although the chamber does not get warmer: by the heat balance
    /// where it can be judged, else by the element's, which needs a measured heater.
    var isPowerAccountedFor: Bool {
        guard heatRatio.newest == nil else { return !heatRatio.isAbove(.off) }
        return model.balance != nil && !balance.isSuspicious
    }

    /// The board has a probe on the element.
    var hasElementProbe: Bool { view.element.condition != .absent }
}
