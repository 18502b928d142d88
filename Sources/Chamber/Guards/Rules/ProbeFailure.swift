import SwitchCore

/// `safety.probe_single_failure`, `safety.probe_dual_failure`: with a probe that cannot be read the
/// controller would heat blindly.
///
/// ``ProbeChannel`` decides whether a probe is faulty; this rule decides which probe it is, and whether
/// heat depends on it. Tests: `ProbeFailureTests`.
struct ProbeFailure: GuardRule {
    static let single = RuleDescription(
        word: "safety.probe_single_failure",
        title: "A temperature probe has failed",
        remedy: remedy,
        isSensorFault: true,
        reefnetAlarm: .probeSingleFailure,
        sentence: sentence,
        condition: {
            "a probe reads as broken off (its divider shows more resistance than the thermistor has "
                + "\(ProbeConfiguration.coldMargin.kelvins.fixed(0)) °C below the board's `coldest_c`, "
                + "\(minus(ProbeConfiguration.coldest)) °C), as short-circuited, not at all, or jumps faster than "
                + "\(ProbeChannel.fastestKelvinPerSecond.fixed(0)) °C a second; for "
                + "\(badSeconds) s while heat is allowed"
        },
        action: { "latch" }
    )
    static let dual = RuleDescription(
        word: "safety.probe_dual_failure",
        title: "No temperature probe can be read",
        remedy: remedy,
        isSensorFault: true,
        reefnetAlarm: .probeDualFailure,
        sentence: sentence,
        condition: {
            "the same on every probe that control needs; while idle, no good sample for "
                + "\(GuardParameters().probeTimeout.inSeconds.fixed(0)) s"
        },
        action: { "latch; while idle a warning" }
    )

    private static let remedy = "Check the probe's plug and cable, and the converter's wiring."

    private static func sentence(_ words: FaultSentence) -> String {
        "\(words.probe) has given no good reading for \(words.value) s."
    }

    private static func minus(_ temperature: Celsius) -> String {
        "−" + abs(temperature.degrees).fixed(0)
    }

    /// The time of eight samples, at four a second.
    private static var badSeconds: Int { ProbeChannel.badSamplesToFault / 4 }

    static var warnings: WarningSet { WarningSet(.probeSingleFailure, .probeDualFailure) }

    private var faultySince: Instant?

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        guard let (probe, status) = Self.firstFaulty(of: input.view) else {
            faultySince = nil
            return nil
        }
        let since = faultySince ?? input.now
        faultySince = since
        let isSingle = Self.hasGood(input.view) || Self.countFitted(input.view) == 1
        let code = isSingle ? FaultCode.probeSingleFailure : .probeDualFailure
        if input.isArmed { return Hazard(code, .latch, .reading(status.condition, probe: probe)) }
        let silence = input.now.seconds(since: since)
        // Even while idle, this long without a good sample raises a warning.
        let limit = input.parameters.probeTimeout.inSeconds
        guard silence >= limit else { return nil }
        return Hazard(code, .warning, .measured(silence, limit: limit, probe: probe))
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool { input.view.isComplete }

    private static func firstFaulty(of view: ProbeReadings) -> (ProbeName, ProbeStatus)? {
        if view.element.isFaulty { return (.element, view.element) }
        if view.chamber.isFaulty { return (.chamber, view.chamber) }
        if view.chamberSecond.isFaulty { return (.chamberSecond, view.chamberSecond) }
        return nil
    }

    private static func hasGood(_ view: ProbeReadings) -> Bool {
        view.chamber.condition == .good || view.chamberSecond.condition == .good
            || view.element.condition == .good
    }

    private static func countFitted(_ view: ProbeReadings) -> Int {
        (view.chamber.condition == .absent ? 0 : 1)
            + (view.chamberSecond.condition == .absent ? 0 : 1)
            + (view.element.condition == .absent ? 0 : 1)
    }
}
