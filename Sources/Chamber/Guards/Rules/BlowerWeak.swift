import SwitchCore

/// `safety.blower_weak`: the blower carries clearly less heat from the element than after the
/// calibration. Dust in the filter, a worn bearing, a blocked grille; the element runs hotter for it.
///
/// Judged by the mean of the last runs' measurements (``HealthFit``): a warning below 0.8, over above
/// 0.85. ``BlowerStopped`` latches only below about 0.6, so that a blower that fades warns first. A
/// sound one measures 0.95…1.05 in the proof, worst 1.21. A tachometer is judged by the blower's rated
/// speed: less than half of it for ten seconds. Tests: `HealthRulesTests`, `TachometerRulesTests`.
struct BlowerWeak: GuardRule {
    /// The least share of the rated speed, and the time over which it is measured, in s.
    private static let leastSpeed = 0.5
    private static let measuredSeconds = 10.0
    private static let share = FadingShare(code: .blowerWeak, least: 0.8, sound: 0.85)

    static let description = RuleDescription(
        word: "safety.blower_weak",
        title: "The blower moves less air",
        remedy: "Clean the blower, its filter and its grille; then calibrate again.",
        reefnetAlarm: .heaterOverrun,
        sentence: {
            guard $0.cause.limit != leastSpeed else {
                return "The blower turns at \($0.valuePercent) of its rated speed; "
                    + "the limit is \($0.limitPercent)."
            }
            return "The blower carries \($0.valuePercent) of the heat that it carried at the "
                + "calibration; the limit is \($0.limitPercent)."
        },
        condition: {
            "the last runs show less than \(share.least) of the heat that the blower took from the "
                + "element at the calibration; only once calibrated, with an element probe. Or the "
                + "tachometer shows less than \(leastSpeed) of `rated_rpm` for "
                + "\(measuredSeconds.fixed(0)) s"
        },
        action: { "warning" }
    )

    static var warnings: WarningSet { WarningSet(.blowerWeak) }

    private var turns = 0.0
    private var seconds = 0.0
    /// The speed of the last ten seconds as a share of the rated one; `nil` before.
    private var speed: Double?

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        measureSpeed(input)
        if let speed, speed < Self.leastSpeed {
            return Hazard(.blowerWeak, .warning, .measured(speed, limit: Self.leastSpeed))
        }
        return Self.share.judge(input.health.blower, input)
    }

    private mutating func measureSpeed(_ input: GuardInput) {
        guard let rotation = input.rotation, let rated = rotation.rated, input.report.isFanOn
        else {
            (turns, seconds, speed) = (0, 0, nil)
            return
        }
        turns += rotation.turns
        seconds += input.seconds
        guard seconds >= Self.measuredSeconds else { return }
        speed = turns / seconds / rated
        (turns, seconds) = (0, 0)
    }
}
