import SwitchCore

/// The latch, the warnings that stand, and the rules that judge.
struct Protection: Codable {
    var latch: Latch
    var warnings = WarningSet()
    var rules = Rules()
    /// How far the element should be above the chamber, of the power that it got.
    var expected = ExpectedExcess()
    /// The power that the element shows beside the power that it was given.
    var balance = PowerBalance()
    /// The power that holding takes beside what it took after the calibration.
    var heatRatio = HeatRatio()
    var foldback: Foldback

    init(_ configuration: ControllerConfiguration, lastFaultNumber: FaultNumber) {
        latch = Latch(lastNumber: lastFaultNumber)
        foldback = Foldback(configuration.limits)
    }

    /// Heat is held back although it is wanted: the element is at its limit, a probe that is not
    /// fresh might be, or the balance asks whether the element obeys.
    func mustHold(_ probes: Probes, _ limits: Limits, at now: Instant) -> Bool {
        foldback.isActive || balance.isAsking(at: now)
            || OverTemperature.mustHold(probes, limits, at: now)
    }
}
