import SwitchCore

/// `safety.no_progress`: power that does not warm the chamber.
///
/// Half power or more, more than 5 K below the set point, less than 1 K in 600 s: off. The rules about
/// the element's excess look at the hardware; here it is an open door or a cold room.
/// Tests: `NoProgressTests`.
struct NoProgress: GuardRule {
    /// The rule's own numbers.
    private static let effort = 0.5
    private static let distanceKelvin = 5.0
    private static let patience = Duration.seconds(600)

    static let description = RuleDescription(
        word: "safety.no_progress",
        title: "The chamber does not get warmer",
        remedy: "Close the door, or lower the target.",
        reefnetAlarm: .heaterOverrun,
        sentence: {
            "The chamber warmed by \($0.value) K in ten minutes of heating; "
                + "at least \($0.limit) K were expected."
        },
        condition: {
            "half power or more, more than \(distanceKelvin.fixed(0)) °C below the target, less than "
                + "\(Stall.progressKelvin.fixed(0)) °C in \((patience.inSeconds / 60).fixed(0)) min, and "
                + "the element as warm as it should be: an open door, a cold room"
        },
        action: { "warning, off" }
    )

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
            .powerOff(.overrun),
            .measured(time.inSeconds, limit: Self.patience.inSeconds)
        )
    }
}
