import SwitchCore

/// `safety.over_temperature`: hot enough to soften the printer, or to set dust on fire.
///
/// Latches when a probe reads at or above its trip temperature twice in a row, with heat allowed or
/// not. While samples are missing the worst case is assumed, last value + age × slew: that removes the
/// power at once. If samples stay away, the probe rule latches, which names the real fault.
/// Tests: `OverTemperatureTests`.
struct OverTemperature: GuardRule {
    /// The fastest that air and element warm, in K/s (the rule's own numbers).
    private static let airSlew = 0.5
    private static let elementSlew = 5.0
    /// A sample is missing when the newest is older than two sampling intervals, in s.
    private static let missingAfterSeconds = 0.5

    static let description = RuleDescription(
        word: "safety.over_temperature",
        title: "Too hot",
        remedy: "Let it cool, check the blower and the relay, and that nothing blocks the air.",
        opensSecondRelay: true,
        reefnetAlarm: .thermalRunaway,
        sentence: { "\($0.probe) read \($0.value) °C; the limit is \($0.limit) °C." },
        condition: {
            "chamber at \(Ceilings.chamberTrip.degrees.fixed(0)) °C or element at "
                + "\(Ceilings.elementTrip.degrees.fixed(0)) °C, two samples within half a second; "
                + "while samples are missing the last one is assumed to rise as fast as it possibly can"
        },
        action: { "latch" }
    )

    init() {}

    func judge(_ input: GuardInput) -> Hazard? {
        Self.judge(input.probes, input.limits)
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool { input.isCoolAndComplete }

    /// Judges the measured temperatures.
    static func judge(_ probes: Probes, _ limits: Limits) -> Hazard? {
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

    /// Whether a probe, in the worst case, is at its trip temperature, so that there must be no heat now.
    static func mustHold(_ probes: Probes, _ limits: Limits, at now: Instant) -> Bool {
        if let element = probes.element,
            worstCase(element, elementSlew, now) >= limits.elementTrip.degrees
        {
            return true
        }
        if worstCase(probes.chamber, airSlew, now) >= limits.chamberTrip.degrees { return true }
        guard let second = probes.chamberSecond else { return false }
        return worstCase(second, airSlew, now) >= limits.chamberTrip.degrees
    }

    private static func worstCase(_ probe: ProbeChannel, _ slew: Double, _ now: Instant) -> Double {
        guard let newest = probe.newest(at: now) else { return -.infinity }
        guard newest.ageSeconds > missingAfterSeconds else { return newest.degrees }
        return newest.degrees + newest.ageSeconds * slew
    }

    private static func hazard(_ name: ProbeName, _ probe: ProbeChannel, _ trip: Celsius) -> Hazard
    {
        Hazard(
            .overTemperature,
            .latch,
            .measured(probe.hottest.degrees, limit: trip.degrees, probe: name)
        )
    }
}
