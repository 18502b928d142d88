import SwitchCore

/// `safety.smoke`: the smoke detector's contact is open. Something burns, or its wire is cut.
///
/// Latches in the first step with the open contact, in every state. Tests: `ContactRulesTests`.
struct SmokeDetected: GuardRule {
    static let description = RuleDescription(
        word: "safety.smoke",
        title: "The smoke detector has opened its contact",
        remedy:
            "Look into the chamber and unplug the mains. If nothing burns, check the detector, its "
            + "supply and its wire.",
        opensSecondRelay: true,
        reefnetAlarm: .thermalRunaway,
        sentence: { _ in "The smoke detector's contact is open, or its wire is cut." },
        condition: { "the contact `[input smoke]` is open, or its wire is cut" },
        action: { "latch" }
    )

    init() {}

    func judge(_ input: GuardInput) -> Hazard? {
        input.openContacts[.smoke]
            ? Hazard(.smokeDetected, .latch, .measured(0, limit: 0)) : nil
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool {
        !input.openContacts[.smoke]
    }
}
