import SwitchCore

/// `safety.sensor_frozen`: a converter that repeats its last value, or a probe's cable at a fixed
/// voltage, shows a chamber that never gets too warm.
///
/// Latches when a probe has given the identical raw code for 30 s of heating with more than 5 % duty. A
/// converter with a step that is coarse beside the noise repeats itself in a steady hold, so its time
/// is longer, by the square of the step. Tests: `SensorFrozenTests`.
struct SensorFrozen: GuardRule {
    /// The rule's own numbers.
    private static let leastDuty = 0.05
    private static let seconds = 30.0
    /// A step as fine as a quiet probe's noise, in K (the noise of the nominal plant's probes).
    private static let fineStepKelvin = 0.03
    /// Even a coarse code changes within this time while a relay switches, in s.
    private static let longestSeconds = 600.0

    static let description = RuleDescription(
        word: "safety.sensor_frozen",
        title: "A temperature probe is frozen",
        remedy:
            "Check that the converter works and that the probe's cable does not touch a supply "
            + "rail.",
        isSensorFault: true,
        reefnetAlarm: .probeSingleFailure,
        sentence: {
            "\($0.probe) gave the same raw value for \($0.value) s of heating; "
                + "the limit is \($0.limit) s."
        },
        condition: {
            "a probe repeats the identical raw code for \(seconds.fixed(0)) s of heating with more "
                + "than \((100 * leastDuty).fixed(0)) % duty; longer on a converter whose step is "
                + "coarse beside the noise"
        },
        action: { "latch" }
    )

    /// How long one probe has repeated its code during heat.
    private struct Repeat: Codable {
        var code: Int32?
        var takenAt: Instant?
        var seconds = 0.0
    }

    private var chamber = Repeat()
    private var chamberSecond = Repeat()
    private var element = Repeat()

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        let probes = input.probes
        // Either counts as heating, so a foldback does not reset the rule.
        let isHeating = max(input.commanded, input.delivered).fraction > Self.leastDuty
        if let hazard = Self.judge(&chamber, probes.chamber, .chamber, isHeating) { return hazard }
        if let probe = probes.element,
            let hazard = Self.judge(&element, probe, .element, isHeating)
        {
            return hazard
        }
        if let probe = probes.chamberSecond,
            let hazard = Self.judge(&chamberSecond, probe, .chamberSecond, isHeating)
        {
            return hazard
        }
        return nil
    }

    /// The probe has given other codes since the fault.
    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool {
        guard input.view.isComplete else { return false }
        return switch fault.probe {
        case .chamber: chamber.seconds == 0
        case .chamberSecond: chamberSecond.seconds == 0
        case .element: element.seconds == 0
        case nil: true
        }
    }

    private static func judge(
        _ repeated: inout Repeat,
        _ probe: ProbeChannel,
        _ name: ProbeName,
        _ isHeating: Bool
    ) -> Hazard? {
        guard let newest = probe.newestCode, newest.takenAt != repeated.takenAt else { return nil }
        let elapsed = repeated.takenAt.map { newest.takenAt.seconds(since: $0) } ?? 0
        repeated.takenAt = newest.takenAt
        guard newest.code == repeated.code else {
            repeated.code = newest.code
            repeated.seconds = 0
            return nil
        }
        // A gap in the samples is no repetition; the probe rule judges gaps.
        guard isHeating else { return nil }
        repeated.seconds += min(elapsed, 1)
        guard repeated.seconds >= seconds else { return nil }
        let coarseness = max(probe.kelvinPerCode / fineStepKelvin, 1)
        let limit = min(seconds * coarseness * coarseness, longestSeconds)
        guard repeated.seconds >= limit else { return nil }
        return Hazard(
            .sensorFrozen,
            .latch,
            .measured(repeated.seconds, limit: limit, probe: name)
        )
    }
}
