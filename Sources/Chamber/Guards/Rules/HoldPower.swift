import SwitchCore

/// `safety.hold_power`: holding takes far more power than expected, or far less. A door ajar, loose
/// insulation, a heater that gets weak, or a probe that is no longer in the air.
///
/// A warning when the mean duty of 10 min in hold is above 1.5 times what the model expects + 0.1, or
/// below 0.4 of it. Only a calibrated model has an expectation. Tests: `HoldPowerTests`.
struct HoldPower: GuardRule {
    /// The rule's own numbers.
    private static let seconds = 600.0
    private static let most = 1.5
    private static let mostMargin = 0.1
    private static let least = 0.4

    static let description = RuleDescription(
        word: "safety.hold_power",
        title: "Holding takes an unusual amount of power",
        remedy: "Check the door, the blower and the chamber's insulation.",
        reefnetAlarm: .heaterOverrun,
        sentence: {
            "Holding takes a duty of \($0.value); the limit is \($0.limit)."
        },
        condition: {
            "\((seconds / 60).fixed(0)) min of holding took \(most) times the expected power + "
                + "\(mostMargin), or less than \(least) of it; only once calibrated"
        },
        action: { "warning" }
    )

    static var warnings: WarningSet { WarningSet(.holdPower) }

    private var setPoint: Celsius?
    private var elapsed = 0.0
    private var sum = 0.0
    private var finding: Hazard?

    init() {}

    /// Judges one step; the finding of the last 10 min stays until the next 10 min are over.
    mutating func judge(_ input: GuardInput) -> Hazard? {
        guard input.isHolding, let wanted = input.setPoint, input.model.origin == .calibrated else {
            restart(nil)
            finding = nil
            return nil
        }
        if wanted != setPoint { restart(wanted) }
        elapsed += input.seconds
        sum += input.commanded.fraction * input.seconds
        guard elapsed >= Self.seconds else { return finding }
        finding = Self.judge(mean: sum / elapsed, expected: input.model.holdDuty(at: wanted))
        restart(wanted)
        return finding
    }

    private mutating func restart(_ setPoint: Celsius?) {
        self.setPoint = setPoint
        elapsed = 0
        sum = 0
    }

    private static func judge(mean: Double, expected: Double) -> Hazard? {
        let highest = most * expected + mostMargin
        let lowest = least * expected
        guard mean > highest || mean < lowest else { return nil }
        return Hazard(
            .holdPower,
            .warning,
            .measured(mean, limit: mean > highest ? highest : lowest)
        )
    }
}
