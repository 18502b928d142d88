import SwitchCore

/// The latch, the standing warnings, and the rules.
struct Protection: Codable {
    var latch: Latch
    var warnings = WarningSet()
    var rules = Rules()
    /// The expected excess of the element over the chamber, from the power delivered.
    var expected = ExpectedExcess()
    /// The power that the element shows, compared with the power delivered.
    var balance = PowerBalance()
    /// The power that holding takes, compared with the hold after calibration.
    var heatRatio = HeatRatio()
    var foldback: Foldback

    init(_ configuration: ControllerConfiguration, lastFaultNumber: FaultNumber) {
        latch = Latch(lastNumber: lastFaultNumber)
        foldback = Foldback(configuration.limits)
    }

    /// Whether a welded relay may heat an element that no probe shows: the blower then runs until somebody
    /// clears the fault. In standing air such an element gets to 145 °C.
    func mayHeatUnseen(hasElementProbe: Bool) -> Bool {
        !hasElementProbe && latch.record?.code == .relayStuck
    }

    /// Whether heat must be held back although it is wanted: the element is at its limit, a probe
    /// without fresh samples might be, or the balance tests whether the element obeys.
    func mustHold(_ probes: Probes, _ limits: Limits, at now: Instant) -> Bool {
        foldback.isActive || balance.isAsking(at: now)
            || OverTemperature.mustHold(probes, limits, at: now)
    }
}
