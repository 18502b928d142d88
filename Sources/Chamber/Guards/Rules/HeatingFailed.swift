import SwitchCore

/// `safety.heating_failed`: power goes in and the element stays cold. An open element, a dead relay or
/// a tripped cut-out: somebody waits for heat that will not come, and may try to mend it live.
///
/// Latches when the element is less than 0.4 of the expected excess above the chamber for 30 s, once
/// more than 12 K are expected. A heater 30 % weaker than calibrated stays well above that; where nobody
/// has calibrated, 0.4 of the low end of what may be expected is the limit.
/// Tests: `HeatingFailedTests`.
struct HeatingFailed: GuardRule {
    /// The rule's own numbers: the share, how much must be expected in K, and for how long.
    private static let share = 0.4
    private static let leastExpectedKelvin = 12.0
    private static let time = Duration.seconds(30)

    static let description = RuleDescription(
        word: "safety.heating_failed",
        title: "The heater does not heat",
        remedy: "Check the heater's plug, the thermal cut-out and the relay's input.",
        reefnetAlarm: .heaterOverrun,
        sentence: {
            "The element is \($0.value) K above the chamber; "
                + "at least \($0.limit) K were expected of the power it got."
        },
        condition: {
            "the element is less than \(share) of the expected excess above the chamber for "
                + "\(time.inSeconds.fixed(0)) s, once more than \(leastExpectedKelvin.fixed(0)) K are "
                + "expected: a broken wire, a dead relay, an open cut-out"
        },
        action: { "latch" }
    )

    private var failing = Persistence()

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        let limit = Self.share * input.expected.low
        let isFailing =
            input.isArmed && input.expected.middle > Self.leastExpectedKelvin
            && input.excess.map { $0 < limit } ?? false
        guard failing.lasts(Self.time, isFailing, at: input.now) else { return nil }
        return Hazard(
            .heatingFailed,
            .latch,
            .measured(input.excess ?? 0, limit: limit, probe: .element)
        )
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool { input.isCoolAndComplete }
}
