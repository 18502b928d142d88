/// The numbers of the guard rules that a board may choose. Their names are those of the reefnet protocol,
/// which has them too.
package struct GuardParameters: Codable, Equatable, Sendable {
    /// Two chamber probes may differ by this (`safety.probe_mismatch`).
    package var probeTolerance = TemperatureDelta(5)
    /// So far above the set point the chamber may not rise on (`safety.thermal_runaway`).
    package var runawayDelta = TemperatureDelta(5)
    /// Flat out without effect for no longer (`safety.heater_overrun`).
    package var longestFullPower = Duration.minutes(45)
    /// Without an element probe: the rise without power that means a relay that has welded, and the
    /// time that it may take (`safety.relay_stuck`).
    package var stuckRelayDelta = TemperatureDelta(1)
    package var stuckRelayWindow = Duration.seconds(60)

    /// The defaults of a chamber board.
    package init() {}
}
