import SwitchCore

/// `safety.chamber_above_set_point`: on a board without an element probe, the chamber is far above its set
/// point and stays there.
///
/// More than 15 K for 60 s latches, unless the printer reports a hot bed. After a set point is lowered,
/// the limit falls only as fast as the chamber. Tests: `ChamberAboveSetPointTests`.
struct ChamberAboveSetPoint: GuardRule {
    /// The rule's own numbers.
    private static let marginKelvin = 15.0
    private static let time = Duration.seconds(60)

    static let description = RuleDescription(
        word: "safety.chamber_above_set_point",
        title: "The chamber is far above its set point",
        remedy: "Unplug the mains and check the relay.",
        opensSecondRelay: true,
        reefnetAlarm: .thermalRunaway,
        sentence: {
            "The chamber is at \($0.value) °C; without an element probe the limit is \($0.limit) °C."
        },
        condition: {
            "on a board without an element probe: more than \(marginKelvin.fixed(0)) °C above the set "
                + "point for \(time.inSeconds.fixed(0)) s, and no bed reported hot"
        },
        action: { "latch; opens the second relay" }
    )

    private var allowed: Double?
    private var above = Persistence()

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        guard !input.hasElementProbe, let setPoint = input.setPoint?.degrees,
            let air = input.hottestAir
        else {
            allowed = nil
            above = Persistence()
            return nil
        }
        let base = max(setPoint, min(allowed ?? air, air))
        allowed = base
        let limit = base + Self.marginKelvin
        let isAbove = air > limit && !input.isBedHot
        guard above.lasts(Self.time, isAbove, at: input.now) else { return nil }
        return Hazard(.chamberAboveSetPoint, .latch, .measured(air, limit: limit, probe: .chamber))
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool { input.isCoolAndComplete }
}
