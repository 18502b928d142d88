import SwitchCore

/// `safety.heater_weak`: the element takes clearly less power than at the calibration. A PTC element
/// that has aged, one of several stones that is open, a bad contact, a low mains voltage.
///
/// Judged by the mean of the last runs' measurements (``HealthFit``): a warning below 0.75, over above
/// 0.8. A mains voltage 10 % too low is 0.81 of the power, and a PTC element loses up to 0.1 in its
/// first 1,000 h; neither warns. Tests: `HealthRulesTests`.
struct HeaterWeak: GuardRule {
    private static let share = FadingShare(code: .heaterWeak, least: 0.75, sound: 0.8)

    static let description = RuleDescription(
        word: "safety.heater_weak",
        title: "The heater has less power",
        remedy: "Check the mains voltage, the plugs and the element; then calibrate again.",
        reefnetAlarm: .heaterOverrun,
        sentence: {
            "The element takes \($0.valuePercent) of the power that it took at the calibration; the "
                + "limit is \($0.limitPercent)."
        },
        condition: {
            "the last runs show less than \(share.least) of the power that the element took at the "
                + "calibration; only once calibrated, with an element probe"
        },
        action: { "warning" }
    )

    static var warnings: WarningSet { WarningSet(.heaterWeak) }

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        Self.share.judge(input.health.heater, input)
    }
}
