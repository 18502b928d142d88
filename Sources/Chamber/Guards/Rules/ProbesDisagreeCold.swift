import SwitchCore

/// `safety.probes_disagree_cold`: chamber and element have been without power for long, and no longer
/// read alike. A corroded plug, a probe that drifts, or a wrong probe.
///
/// After 45 min without power and blower, with the chamber at rest and no bed reported hot, element
/// minus chamber is compared with the same difference at the calibration: a warning beyond 1 K, a latch
/// beyond 3 K. Two probes with the same error are not detected. Tests: `ProbesDisagreeColdTests`.
struct ProbesDisagreeCold: GuardRule {
    /// The rule's own numbers.
    private static let rest = Duration.minutes(45)
    private static let warningKelvin = 1.0
    private static let latchKelvin = 3.0
    /// A chamber at rest moves by less than this, in K, within `steadyTime`.
    private static let steadyKelvin = 0.5
    private static let steadyTime = Duration.minutes(15)

    static let description = RuleDescription(
        word: "safety.probes_disagree_cold",
        title: "The probes read differently when cold",
        remedy: "Check both probes and their plugs; where one was replaced, calibrate again.",
        reefnetAlarm: .probeMismatch,
        sentence: {
            "At rest the difference between element and chamber has changed by \($0.value) K since "
                + "the calibration; the limit is \($0.limit) K."
        },
        condition: {
            "after \((rest.inSeconds / 60).fixed(0)) min without power and blower, element less chamber "
                + "differs from the calibration's by more than \(warningKelvin.fixed(0)) K "
                + "(\(latchKelvin.fixed(0)) K: latch); only once calibrated"
        },
        action: { "warning, latch" }
    )

    static var warnings: WarningSet { WarningSet(.probesDisagreeCold) }

    private var restBegan: Instant?
    private var steady: TimedAir?
    /// Element less chamber, less that of the calibration, in K; `nil` while the chamber is not at rest.
    private(set) var differenceAtRest: Double?

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        differenceAtRest = nil
        guard !input.isArmed, !input.report.isHeaterOn, !input.report.isFanOn, !input.isBedHot,
            let air = input.hottestAir, let difference = Self.difference(input)
        else {
            restBegan = nil
            steady = nil
            return nil
        }
        let began = restBegan ?? input.now
        restBegan = began
        guard input.now.duration(since: began) >= Self.rest else { return nil }
        guard let from = steady, abs(air - from.air) <= Self.steadyKelvin else {
            steady = TimedAir(air: air, at: input.now)
            return nil
        }
        let isSteady = input.now.duration(since: from.at) >= Self.steadyTime
        guard isSteady else { return nil }
        differenceAtRest = difference
        let size = abs(difference)
        guard size > Self.warningKelvin else { return nil }
        let isLatch = size > Self.latchKelvin
        return Hazard(
            .probesDisagreeCold,
            isLatch ? .latch : .warning,
            .measured(size, limit: isLatch ? Self.latchKelvin : Self.warningKelvin)
        )
    }

    /// How far the difference of the probes is from the one at the calibration, in K.
    private static func difference(_ input: GuardInput) -> Double? {
        guard input.model.origin == .calibrated, let balance = input.model.balance,
            let excess = input.excess
        else { return nil }
        return excess - (balance.restElement - balance.restChamber)
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool {
        Self.difference(input).map { abs($0) <= Self.latchKelvin } ?? true
    }
}
