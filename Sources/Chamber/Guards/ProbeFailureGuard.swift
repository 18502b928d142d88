import SwitchCore

/// `safety.probe_single_failure`, `safety.probe_dual_failure`: heating by a probe that cannot be read
/// would heat blindly.
///
/// What makes a probe faulty is ``ProbeChannel``'s to say; here it matters only which, and whether
/// heat depends on it. Tests: `ProbeFailureGuardTests`.
struct ProbeFailureGuard: Codable {
    /// No good sample for this long while idle is worth a word.
    private var idleWarningAfter = Duration.zero
    private var faultySince: Instant?

    init(_ parameters: GuardParameters = GuardParameters()) {
        adopt(parameters)
    }

    /// Judges by these numbers from now on.
    mutating func adopt(_ parameters: GuardParameters) {
        idleWarningAfter = parameters.probeTimeout
    }

    /// Judges the probes; `isArmed`: heat is allowed.
    mutating func judge(_ view: ProbeReadings, isArmed: Bool, at now: Instant) -> Hazard? {
        guard let (probe, status) = Self.firstFaulty(of: view) else {
            faultySince = nil
            return nil
        }
        let since = faultySince ?? now
        faultySince = since
        let isSingle = Self.hasGood(view) || Self.countFitted(view) == 1
        let code = isSingle ? FaultCode.probeSingleFailure : .probeDualFailure
        let silence = now.seconds(since: since)
        if isArmed {
            return Hazard(
                code: code,
                severity: .latch,
                probe: probe,
                condition: status.condition
            )
        }
        guard silence >= idleWarningAfter.inSeconds else { return nil }
        return Hazard(
            code: code,
            severity: .warning,
            probe: probe,
            condition: status.condition,
            value: silence,
            limit: idleWarningAfter.inSeconds
        )
    }

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
