import SwitchCore

/// `safety.no_progress`: power that does not warm the chamber.
///
/// Half power or more, more than 5 K below the set point, less than 1 K in 600 s. Where the power is
/// accounted for (``GuardInput/isPowerAccountedFor``), the heater holds what it can in a cold room or
/// with little power: a warning, so that a print's chamber does not cool. Otherwise, and on an
/// unmeasured heater: off.
/// Tests: `NoProgressTests`.
struct NoProgress: GuardRule {
    /// The rule's own numbers.
    private static let effort = 0.5
    private static let distanceKelvin = 5.0
    private static let patience = Duration.seconds(600)

    static let description = RuleDescription(
        word: "safety.no_progress",
        title: "The chamber does not get warmer",
        remedy: "Close the door, or lower the target: the heater holds what it can.",
        reefnetAlarm: .heaterOverrun,
        sentence: {
            "The chamber has not warmed by a kelvin in \($0.value) s of heating; the limit is "
                + "\($0.limit) s."
        },
        condition: {
            "half power or more, more than \(distanceKelvin.fixed(0)) °C below the target, less than "
                + "\(Stall.progressKelvin.fixed(0)) °C in \((patience.inSeconds / 60).fixed(0)) min: "
                + "an open door, a cold room, a weak heater"
        },
        action: {
            "warning while the heat balance explains it; off where it does not or no calibration tells"
        }
    )

    static var warnings: WarningSet { WarningSet(.noProgress) }

    private var stall = Stall()

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        guard input.isArmed, let setPoint = input.setPoint?.degrees, let air = input.view.air else {
            stall = Stall()
            return nil
        }
        let isTrying =
            input.delivered.fraction >= Self.effort && air < setPoint - Self.distanceKelvin
        let time = stall.step(isTrying, air, at: input.now)
        guard time >= Self.patience else { return nil }
        return Hazard(
            .noProgress,
            input.isPowerAccountedFor ? .warning : .powerOff(.overrun),
            .measured(time.inSeconds, limit: Self.patience.inSeconds)
        )
    }
}
