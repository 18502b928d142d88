import SwitchCore

/// `safety.over_temperature`: hot enough to soften the printer, or to set fire to dust.
///
/// Latches when a probe reads at or above its trip temperature twice running, armed or not. While
/// samples are missing the worst that can have happened is assumed, last + age × slew: that removes
/// power at once, and the probe rule latches with the truer name when they stay away.
/// Tests: `OverTemperatureGuardTests`.
struct OverTemperatureGuard: Codable {
    /// The fastest that air and element warm, in K/s (the rule's own numbers).
    private static let airSlew = 0.5
    private static let elementSlew = 5.0
    /// A sample is missing when the newest is older than two sampling intervals, in s.
    private static let missingAfterSeconds = 0.5

    private let limits: Limits

    init(_ limits: Limits) {
        self.limits = limits
    }

    /// The rule's verdict on what has been measured.
    func judge(_ probes: Probes) -> Hazard? {
        if let element = probes.element, element.isAtTrip {
            return hazard(.element, element, limits.elementTrip)
        }
        if probes.chamber.isAtTrip {
            return hazard(.chamber, probes.chamber, limits.chamberTrip)
        }
        if let second = probes.chamberSecond, second.isAtTrip {
            return hazard(.chamberSecond, second, limits.chamberTrip)
        }
        return nil
    }

    /// The worst case of what has not been measured is at a trip temperature: no heat now.
    func mustHold(_ probes: Probes, at now: Instant) -> Bool {
        if let element = probes.element,
            Self.worstCase(element, Self.elementSlew, now) >= limits.elementTrip.degrees
        {
            return true
        }
        if Self.worstCase(probes.chamber, Self.airSlew, now) >= limits.chamberTrip.degrees {
            return true
        }
        guard let second = probes.chamberSecond else { return false }
        return Self.worstCase(second, Self.airSlew, now) >= limits.chamberTrip.degrees
    }

    private static func worstCase(_ probe: ProbeChannel, _ slew: Double, _ now: Instant) -> Double {
        guard let newest = probe.newest(at: now) else { return -.infinity }
        guard newest.ageSeconds > missingAfterSeconds else { return newest.degrees }
        return newest.degrees + newest.ageSeconds * slew
    }

    private func hazard(
        _ name: ProbeName,
        _ probe: ProbeChannel,
        _ trip: Celsius
    ) -> Hazard {
        Hazard(
            code: .overTemperature,
            severity: .latch,
            probe: name,
            value: probe.hottest.degrees,
            limit: trip.degrees
        )
    }
}
