import SwitchCore

/// `safety.heating_failed`: power goes in and the element stays cold. An open element, a dead relay or
/// a tripped cut-out: a person waits for heat that does not come, and may try to repair it live.
///
/// Latches when ``PowerBalance`` finds power missing from the element. On an unmeasured heater it also
/// latches when the element is less than 0.4 of the expected excess above the chamber for 30 s, once
/// more than 12 K or 0.28 of the excess at full power are expected, whichever is less.
/// Tests: `HeatingFailedTests`, `PowerBalanceTests`.
struct HeatingFailed: GuardRule {
    /// The rule's own numbers: the share, the least expected excess (K, and share), and the time.
    private static let share = 0.4
    private static let leastExpectedKelvin = 12.0
    private static let leastExpectedShare = 0.28
    private static let time = Duration.seconds(30)

    static let description = RuleDescription(
        word: "safety.heating_failed",
        title: "The heater does not heat",
        remedy: "Check the heater's plug, the thermal cut-out, the relay's input, and whether the "
            + "element's probe still touches the element.",
        judgesPower: true,
        reefnetAlarm: .heaterOverrun,
        powerMeaning: "the element, its cut-out, its wire or the relay is open, or its probe "
            + "touches badly",
        sentence: {
            "The element is \($0.value) K above the chamber; "
                + "at least \($0.limit) K were expected of the power it got."
        },
        condition: {
            "the element's temperature shows less than 0.4 of the power that it was given, by 2.5 "
                + "s of full power (3 s where nobody has measured the heater; there also: less "
                + "than \(share) of the expected excess for \(time.inSeconds.fixed(0)) s): a "
                + "broken wire, a dead relay, an open cut-out"
        },
        action: { "latch" }
    )

    private var failing = Persistence()

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        if input.isArmed, input.balance.isMissing {
            failing = Persistence()
            return Hazard(.heatingFailed, .latch, input.balance.cause)
        }
        guard input.model.balance == nil else { return nil }
        let limit = Self.share * input.expected.low
        let least = min(
            Self.leastExpectedKelvin,
            Self.leastExpectedShare * input.model.elementExcessKelvin
        )
        let isFailing =
            input.isArmed && input.expected.middle > least
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
