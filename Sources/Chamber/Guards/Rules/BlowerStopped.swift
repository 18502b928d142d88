import SwitchCore

/// `safety.blower_stopped`: the heat stays in the element. The blower stands still or its filter is
/// blocked, and little power takes the element to its temperature limit.
///
/// ``PowerBalance`` finds a surplus that still air explains better than a welded relay does. A leaking
/// relay can look the same, so the second relay opens here too.
/// Tests: `PowerBalanceTests`.
struct BlowerStopped: GuardRule {
    static let description = RuleDescription(
        word: "safety.blower_stopped",
        title: "The blower stands still",
        remedy:
            "Unplug the mains. Check the blower, its plug and its filter, and then that the relay opens.",
        opensSecondRelay: true,
        judgesPower: true,
        reefnetAlarm: .relayStuck,
        sentence: {
            "The element keeps its heat: it is \($0.value) K above the air; "
                + "the limit is \($0.limit) K."
        },
        condition: {
            "the element's temperature shows more power than it was given, as for "
                + "`safety.relay_stuck`, and still air explains it"
        },
        action: { "latch; the blower stays on; opens the second relay" }
    )

    init() {}

    /// Whether the blower and not the relay explains the balance's surplus; only a measured heater
    /// shows the difference.
    static func explains(_ input: GuardInput) -> Bool {
        input.report.isFanOn && input.model.balance != nil && input.balance.isStillAir
    }

    mutating func judge(_ input: GuardInput) -> Hazard? {
        guard input.balance.isSurplus, Self.explains(input) else { return nil }
        return Hazard(.blowerStopped, .latch, input.balance.cause)
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool { input.isCoolAndComplete }
}
