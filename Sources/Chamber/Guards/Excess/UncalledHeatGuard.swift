import SwitchCore

/// `safety.relay_stuck`, on a board without an element probe: the chamber goes on warming long after
/// the last power. A relay that has welded heats without end.
///
/// Without power for 120 s, or four dead times where that is longer, the chamber may not rise by
/// `stuck_relay_delta` within `stuck_relay_window`. On a calibrated chamber the rise must also be 0.4
/// of what full power does in that time, which a printer's bed does not reach.
///
/// It latches while heat is allowed, or was given within the last quarter of an hour. Otherwise, and
/// while the printer says that it heats its bed, the chamber may be warmed by something else: then
/// it is a warning. Tests: `UncalledHeatGuardTests`.
struct UncalledHeatGuard: Codable {
    /// The rule's own numbers.
    private static let leastPause = Duration.seconds(120)
    private static let deadTimes = 4.0
    /// The share of the full-power slope that a bed of 80 W stays below in the nominal chamber.
    private static let slopeShare = 0.4
    /// A relay that welds does so while it is switched.
    private static let suspicion = Duration.minutes(15)

    private var delta = 0.0
    private var window = Duration.zero
    private var pausing = Persistence()
    private var rise = RiseWindow()
    private var lastPower: Instant?
    private var warning = StandingWarning()

    init(_ parameters: GuardParameters) {
        adopt(parameters)
    }

    /// Judges by these numbers from now on; what was seen so far stays.
    mutating func adopt(_ parameters: GuardParameters) {
        delta = parameters.stuckRelayDelta.kelvins
        window = parameters.stuckRelayWindow
    }

    /// Judges one step.
    mutating func judge(_ sight: HeaterSight) -> Hazard? {
        if sight.commanded > .off { lastPower = sight.now }
        let pause = max(Self.leastPause, .seconds(Self.deadTimes * sight.model.deadTimeSeconds))
        let isPausing = pausing.lasts(pause, sight.commanded == .off, at: sight.now)
        guard isPausing, !sight.hasElementProbe, let air = sight.hottestAir else {
            rise.restart()
            warning.end()
            return nil
        }
        let risen = rise.step(air, window: window, at: sight.now)
        let limit = limit(sight.model)
        guard risen >= limit else { return warning.current(at: sight.now) }
        let isSuspect =
            sight.isArmed
            || lastPower.map { sight.now.duration(since: $0) < Self.suspicion } ?? false
        let hazard = Hazard(
            code: .relayStuck,
            severity: isSuspect && !sight.isBedHot ? .latch : .warning,
            probe: .chamber,
            value: risen,
            limit: limit
        )
        return warning.raise(hazard, for: window + window, at: sight.now)
    }

    private func limit(_ model: ThermalModel) -> Double {
        guard model.origin == .calibrated else { return delta }
        return max(delta, Self.slopeShare * model.slopeKelvinPerSecond * window.inSeconds)
    }
}
