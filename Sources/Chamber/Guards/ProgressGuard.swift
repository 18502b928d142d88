import SwitchCore

/// `safety.heater_overrun` by effect, and `safety.no_progress`: power that does not warm the chamber.
///
/// * Flat out (98 %) for `max_heater_on` without one kelvin more: off.
/// * Half power or more, more than 5 K below the set point, less than 1 K in 600 s: a warning, and off. The
///   two rules about the element's excess look at the hardware; here it is an open door or a cold room.
///
/// Tests: `ProgressGuardTests`.
struct ProgressGuard: Codable {
    /// The rules' own numbers.
    private static let progressKelvin = 1.0
    private static let flatOut = 0.98
    private static let effort = 0.5
    private static let distanceKelvin = 5.0
    private static let patience = Duration.seconds(600)

    /// Since when the air has not risen by ``progressKelvin`` under one of the two conditions.
    private struct Stall: Codable {
        private var reference: AirAt?

        /// Answers with how long it has lasted. What counts is the rise above the lowest air: after an
        /// open door the chamber makes good progress long before it is where it was.
        mutating func step(_ isTrying: Bool, _ air: Double, at now: Instant) -> Duration {
            guard isTrying, let from = reference, air < from.air + progressKelvin else {
                reference = isTrying ? AirAt(air: air, at: now) : nil
                return .zero
            }
            if air < from.air { reference = AirAt(air: air, at: from.at) }
            return now.duration(since: from.at)
        }
    }

    private var longest = Duration.zero
    private var overrun = Stall()
    private var progress = Stall()

    init(_ parameters: GuardParameters) {
        adopt(parameters)
    }

    /// Judges by these numbers from now on; what was seen so far stays.
    mutating func adopt(_ parameters: GuardParameters) {
        longest = parameters.longestFullPower
    }

    /// Judges one step.
    mutating func judge(_ sight: HeaterSight) -> Hazard? {
        guard sight.isArmed, let setPoint = sight.setPoint?.degrees, let air = sight.view.air else {
            overrun = Stall()
            progress = Stall()
            return nil
        }
        let duty = sight.delivered.fraction
        let flatOut = overrun.step(duty >= Self.flatOut, air, at: sight.now)
        if flatOut >= longest { return hazard(.heaterOverrun, flatOut, longest) }
        let isTrying = duty >= Self.effort && air < setPoint - Self.distanceKelvin
        let stalled = progress.step(isTrying, air, at: sight.now)
        if stalled >= Self.patience { return hazard(.noProgress, stalled, Self.patience) }
        return nil
    }

    private func hazard(_ code: FaultCode, _ time: Duration, _ limit: Duration) -> Hazard {
        Hazard(
            code: code,
            severity: .powerOff(.overrun),
            value: time.inSeconds,
            limit: limit.inSeconds
        )
    }
}
