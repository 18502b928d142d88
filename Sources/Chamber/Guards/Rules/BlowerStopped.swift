import SwitchCore

/// `safety.blower_stopped`: the heat stays in the element. The blower stands still or its filter is
/// blocked, and little power takes the element to its temperature limit.
///
/// A tachometer that gives no pulses for two seconds shows a blower that stands still; its own broken wire
/// looks the same. On every board with an element probe ``PowerBalance`` finds a surplus that still air
/// explains better than a welded relay does. A leaking relay, or a chamber probe out of the air, can look
/// the same: the sentence names all of them, and the second relay opens here too.
/// Tests: `PowerBalanceTests`, `TachometerRulesTests`.
struct BlowerStopped: GuardRule {
    static let description = RuleDescription(
        word: "safety.blower_stopped",
        title: "The blower stands still",
        remedy:
            "Unplug the mains. Check the blower, its plug and its filter, then that the relay opens and "
            + "that the chamber's probe is in the air.",
        opensSecondRelay: true,
        judgesPower: true,
        reefnetAlarm: .relayStuck,
        facts: [.tachometerSilent],
        powerMeaning: "the blower carries too little of its heat away, the relay leaks, or the "
            + "chamber's probe is out of the air",
        sentence: {
            guard case .tachometerSilent = $0.cause else {
                return "The element keeps its heat: it is \($0.value) K above the air; "
                    + "the limit is \($0.limit) K."
            }
            return "The blower is on, and its tachometer gives no pulses: it stands still, or the "
                + "tachometer's wire is broken."
        },
        condition: {
            "the tachometer gives no pulses for \(silence.fixed(0)) s while the blower has been on for "
                + "more than \(spinUp.fixed(0)) s; or the element's temperature shows more power than "
                + "it was given, as for `safety.relay_stuck`, and still air explains it"
        },
        action: { "latch; the blower stays on; opens the second relay" }
    )

    /// The blower must turn after this time, and may give no pulses for the other, in s.
    private static let spinUp = 3.0
    private static let silence = 2.0

    private var onSeconds = 0.0
    private var silentSeconds = 0.0

    init() {}

    /// Whether the blower and not the relay explains the balance's surplus; only a measured heater
    /// shows the difference.
    static func explains(_ input: GuardInput) -> Bool {
        input.report.isFanOn && input.model.balance != nil && input.balance.isStillAir
    }

    mutating func judge(_ input: GuardInput) -> Hazard? {
        if isSilent(input) { return Hazard(.blowerStopped, .latch, .tachometerSilent) }
        guard input.balance.isSurplus, Self.explains(input) else { return nil }
        return Hazard(.blowerStopped, .latch, input.balance.cause)
    }

    private mutating func isSilent(_ input: GuardInput) -> Bool {
        guard let rotation = input.rotation, input.report.isFanOn else {
            (onSeconds, silentSeconds) = (0, 0)
            return false
        }
        onSeconds += input.seconds
        silentSeconds = rotation.turns > 0 ? 0 : silentSeconds + input.seconds
        return onSeconds > Self.spinUp && silentSeconds >= Self.silence
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool { input.isCoolAndComplete }
}
