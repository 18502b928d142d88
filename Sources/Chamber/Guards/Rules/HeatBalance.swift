import SwitchCore

/// `safety.heat_balance`: the displayed temperature does not explain the power. The chamber's probe is
/// not in the air or drifts, and the air is hotter than displayed; or a door is open.
///
/// Judged by ``HeatRatio``: a warning above 1.35 from 90 min of heating (from 50 min while the set
/// point is not reached); off above 1.9 from 50 min, and above 1.6 from 90 min. Only after a
/// calibration.
/// Tests: `HeatBalanceTests`.
struct HeatBalance: GuardRule {
    /// Large chambers have warm walls only after this, in minutes.
    private static let lateMinutes = 90

    static let description = RuleDescription(
        word: "safety.heat_balance",
        title: "The temperature does not account for the power",
        remedy:
            "Check that the chamber's probe hangs in the air and is plugged in well, and that the door "
            + "is closed.",
        reefnetAlarm: .heaterOverrun,
        sentence: {
            "Holding takes \($0.value) times the power that it took after the calibration; the limit "
                + "is \($0.limit)."
        },
        condition: {
            "ten minutes of holding take more than \(HeatRatio.Limit.warning.ratio) times the power, a "
                + "kelvin above the room, that the first settled hold after the calibration took "
                + "(\(HeatRatio.Limit.offSooner.ratio) times from \(HeatRatio.warmMinutes) min, "
                + "\(HeatRatio.Limit.off.ratio) times from \(lateMinutes) min: off): a probe out of "
                + "place, drift, an open door; only once calibrated"
        },
        action: { "warning, off" }
    )

    static var warnings: WarningSet { WarningSet(.heatBalance) }

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        let ratio = input.heatRatio
        guard input.isArmed, let newest = ratio.newest else { return nil }
        let isLate = ratio.minutes >= Self.lateMinutes
        if ratio.isAbove(.offSooner) { return Self.off(newest, .offSooner) }
        if isLate, ratio.isAbove(.off) { return Self.off(newest, .off) }
        guard ratio.isAbove(.warning), isLate || !input.isHolding else { return nil }
        return Hazard(
            .heatBalance,
            .warning,
            .measured(newest, limit: HeatRatio.Limit.warning.ratio)
        )
    }

    private static func off(_ ratio: Double, _ limit: HeatRatio.Limit) -> Hazard {
        Hazard(.heatBalance, .powerOff(.heatBalance), .measured(ratio, limit: limit.ratio))
    }
}
