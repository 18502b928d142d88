import SwitchCore

/// `safety.hold_power`: holding takes far more power than it did, or far less. A door ajar, insulation
/// that has come off, a heater that is getting weak; or a probe that no longer sits in the air.
///
/// A warning when the mean duty of 10 min in hold is above 1.5 times what the model expects + 0.1, or
/// below 0.4 of it. Only a calibrated model expects anything. Tests: `HoldPowerGuardTests`.
struct HoldPowerGuard: Codable {
    /// The rule's own numbers.
    private static let seconds = 600.0
    private static let most = 1.5
    private static let mostMargin = 0.1
    private static let least = 0.4

    private var setPoint: Celsius?
    private var elapsed = 0.0
    private var sum = 0.0
    private var finding: Hazard?

    init() {}

    /// Judges one step of `seconds`; the finding of the last 10 min stays until the next are over.
    mutating func judge(_ sight: HeaterSight, seconds: Double) -> Hazard? {
        guard sight.isHolding, let wanted = sight.setPoint, sight.model.origin == .calibrated else {
            restart(nil)
            finding = nil
            return nil
        }
        if wanted != setPoint { restart(wanted) }
        elapsed += seconds
        sum += sight.commanded.fraction * seconds
        guard elapsed >= Self.seconds else { return finding }
        finding = Self.judge(mean: sum / elapsed, expected: sight.model.holdDuty(at: wanted))
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
            code: .holdPower,
            severity: .warning,
            value: mean,
            limit: mean > highest ? highest : lowest
        )
    }
}
