import SwitchCore

/// `safety.output_lost`: commands that nobody acknowledges, a switch that has died, or a line that does
/// not do as told, may mean a relay that nobody controls. Tests: `OutputGuardTests`.
struct OutputGuard: Codable {
    /// So long without a newer acknowledgement, or with heat that was not asked for, is too long
    /// (the rule's own number).
    private static let patience = Duration.seconds(2)

    private var acknowledged: UInt64 = 0
    private var acknowledgedAt: Instant?
    /// How many times the switch has been started, as far as is known.
    private var starts: UInt64?
    /// When the line was last on while commands allowed it, or off.
    private var obeyedAt: Instant?

    init() {}

    /// Judges the switch's newest answer. `isArmed`: heat is allowed; `commanded`: the duty of the
    /// step before.
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
        if hasDied { return Self.died }
        if report.isLineFaulty { return Self.lineFaulty }
        if !report.isHeaterOn || commanded > .off || obeyedAt == nil { obeyedAt = now }
        let disobedient = now.duration(since: obeyedAt ?? now)
        if disobedient > Self.patience { return Self.hazard(disobedient) }
        let silent = now.duration(since: acknowledgedAt ?? now)
        guard isArmed, silent > Self.patience else { return nil }
        return Self.hazard(silent)
    }

    /// No time was judged, so there is no limit; the value tells the two apart (`FaultAccount`).
    private static let died = Hazard(code: .outputLost, severity: .latch, value: 0)
    private static let lineFaulty = Hazard(code: .outputLost, severity: .latch, value: 1)

    private static func hazard(_ time: Duration) -> Hazard {
        Hazard(
            code: .outputLost,
            severity: .latch,
            value: time.inSeconds,
            limit: patience.inSeconds
        )
    }
}
