import SwitchCore

/// `safety.probe_mismatch`: two probes in the same air disagree, so one of them must be wrong.
///
/// For 30 s above the tolerance: a warning; above 10 K: a latch. The limits always use the hotter
/// probe, and from the warning on so does regulation. Tests: `ProbeMismatchTests`.
struct ProbeMismatch: GuardRule {
    /// The rule's own numbers.
    private static let time = Duration.seconds(30)
    private static let latchKelvin = 10.0

    static let description = RuleDescription(
        word: "safety.probe_mismatch",
        title: "The two chamber probes disagree",
        remedy: "Check that both probes sit in the chamber's air and that neither plug is loose.",
        isSensorFault: true,
        reefnetAlarm: .probeMismatch,
        sentence: { "The chamber probes differ by \($0.value) K; the limit is \($0.limit) K." },
        condition: {
            "two chamber probes differ by more than `probe_tolerance_c` "
                + "(\(GuardParameters().probeTolerance.kelvins.fixed(0)) °C) for "
                + "\(time.inSeconds.fixed(0)) s"
        },
        action: {
            "warning, and regulation by the hotter; latch above \(latchKelvin.fixed(0)) °C"
        }
    )

    static var warnings: WarningSet { WarningSet(.probeMismatch) }

    private var differing = Persistence()
    private var apart = Persistence()

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        let difference = input.view.chamberDifference ?? 0
        let tolerance = input.parameters.probeTolerance.kelvins
        let isApart = apart.lasts(Self.time, difference > Self.latchKelvin, at: input.now)
        let isDiffering = differing.lasts(Self.time, difference > tolerance, at: input.now)
        guard isApart || isDiffering else { return nil }
        return Hazard(
            .probeMismatch,
            isApart ? .latch : .warning,
            .measured(difference, limit: isApart ? Self.latchKelvin : tolerance)
        )
    }

    /// The probes agree again.
    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool {
        let tolerance = input.parameters.probeTolerance.kelvins
        return input.view.isComplete
            && input.view.chamberDifference.map { $0 <= tolerance } ?? true
    }
}
