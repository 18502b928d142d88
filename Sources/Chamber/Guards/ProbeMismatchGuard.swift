import SwitchCore

/// `safety.probe_mismatch`: two probes in the same air that disagree, one of which must be wrong.
///
/// A warning above the tolerance for 30 s, a latch above 10 K; the limits go by the hotter one all along,
/// and so does regulation from the warning on. Tests: `ProbeMismatchGuardTests`.
struct ProbeMismatchGuard: Codable {
    /// The rule's own numbers.
    private static let time = Duration.seconds(30)
    private static let latchKelvin = 10.0

    private var tolerance = 0.0
    private var differing = Persistence()
    private var apart = Persistence()

    init(_ parameters: GuardParameters) {
        adopt(parameters)
    }

    /// Judges by these numbers from now on; what was seen so far stays.
    mutating func adopt(_ parameters: GuardParameters) {
        tolerance = parameters.probeTolerance.kelvins
    }

    /// Judges one step.
    mutating func judge(_ view: ProbeReadings, at now: Instant) -> Hazard? {
        let difference = view.chamberDifference ?? 0
        let isApart = apart.lasts(Self.time, difference > Self.latchKelvin, at: now)
        let isDiffering = differing.lasts(Self.time, difference > tolerance, at: now)
        guard isApart || isDiffering else { return nil }
        return Hazard(
            code: .probeMismatch,
            severity: isApart ? .latch : .warning,
            value: difference,
            limit: isApart ? Self.latchKelvin : tolerance
        )
    }

    /// The probes agree again.
    func isContent(_ view: ProbeReadings) -> Bool {
        view.chamberDifference.map { $0 <= tolerance } ?? true
    }
}
