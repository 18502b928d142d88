import SwitchCore

/// `safety.blower_weak`: the blower carries clearly less heat from the element than after the
/// calibration. Dust in the filter, a worn bearing, a blocked grille; the element runs hotter for it.
///
/// Judged by the mean of the last runs' measurements (``HealthFit``): a warning below 0.8, over above
/// 0.85. ``BlowerStopped`` latches only below about 0.6, so that a blower that fades warns first. A
/// sound one measures 0.95…1.05 in the proof, worst 1.21. Tests: `HealthRulesTests`.
struct BlowerWeak: GuardRule {
    private static let share = FadingShare(code: .blowerWeak, least: 0.8, sound: 0.85)

    static let description = RuleDescription(
        word: "safety.blower_weak",
        title: "The blower moves less air",
        remedy: "Clean the blower, its filter and its grille; then calibrate again.",
        reefnetAlarm: .heaterOverrun,
        sentence: {
            "The blower carries \($0.valuePercent) of the heat that it carried at the calibration; "
                + "the limit is \($0.limitPercent)."
        },
        condition: {
            "the last runs show less than \(share.least) of the heat that the blower took from the "
                + "element at the calibration; only once calibrated, with an element probe"
        },
        action: { "warning" }
    )

    static var warnings: WarningSet { WarningSet(.blowerWeak) }

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        Self.share.judge(input.health.blower, input)
    }
}
