import SwitchCore

/// `safety.output_lost`: commands without acknowledgement, a switch that ended, or a line that does not
/// follow may mean a relay that nothing controls. Tests: `OutputLostTests`.
struct OutputLost: GuardRule {
    /// Longer than this without a new acknowledgement, or with heat that no command allows, latches
    /// (the rule's own number).
    private static let patience = Duration.seconds(2)

    static let description = RuleDescription(
        word: "safety.output_lost",
        title: "The outputs cannot be controlled",
        remedy: "Check the relay's line and the log, then restart the service.",
        opensSecondRelay: true,
        reefnetAlarm: .relayStuck,
        facts: [.switchEnded, .lineDisobeys],
        sentence: sentence,
        condition: {
            "the program that drives the lines died or did not answer for "
                + "\(patience.inSeconds.fixed(0)) s, it reports another state than commanded, or a "
                + "line does not read as it is driven"
        },
        action: { "latch" }
    )

    private static func sentence(_ words: FaultSentence) -> String {
        switch words.cause {
        case .switchEnded:
            "The program that drives the outputs ended; it was started again with everything off."
        case .lineDisobeys:
            "The heater's line does not read as it is driven."
        case .measured, .power, .reading, .tachometerSilent, .stateUnreadable:
            "The switch did not acknowledge or did not obey for \(words.value) s; "
                + "the limit is \(words.limit) s."
        }
    }

    private var acknowledged: UInt64 = 0
    private var acknowledgedAt: Instant?
    /// How many times the switch has started, as far as is known.
    private var starts: UInt64?
    /// When the heater's line last followed the commands: off, or on while heat was commanded.
    private var obeyedAt: Instant?

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        judge(input.report, commanded: input.commanded, isArmed: input.isArmed, at: input.now)
    }

    /// Judges the switch's newest report. `isArmed`: heat is allowed; `commanded`: the duty of the step
    /// before.
    mutating func judge(
        _ report: SwitchReport,
        commanded: Duty,
        isArmed: Bool,
        at now: Instant
    ) -> Hazard? {
        let hasDied = starts.map { report.starts > $0 } ?? false
        starts = report.starts
        if hasDied || report.sequence > acknowledged || acknowledgedAt == nil {
            acknowledged = report.sequence
            acknowledgedAt = now
        }
        if hasDied { return Hazard(.outputLost, .latch, .switchEnded) }
        if report.isLineFaulty { return Hazard(.outputLost, .latch, .lineDisobeys) }
        if !report.isHeaterOn || commanded > .off || obeyedAt == nil { obeyedAt = now }
        let disobedient = now.duration(since: obeyedAt ?? now)
        if disobedient > Self.patience { return Self.hazard(disobedient) }
        let silent = now.duration(since: acknowledgedAt ?? now)
        guard isArmed, silent > Self.patience else { return nil }
        return Self.hazard(silent)
    }

    private static func hazard(_ time: Duration) -> Hazard {
        Hazard(.outputLost, .latch, .measured(time.inSeconds, limit: patience.inSeconds))
    }
}
