import SwitchCore

/// `safety.emergency_stop`: the stop button's contact is open. Somebody wants everything off now.
///
/// Latches in the first step with the open contact: releasing the button does not turn the heat on.
/// Tests: `ContactRulesTests`.
struct EmergencyStop: GuardRule {
    static let description = RuleDescription(
        word: "safety.emergency_stop",
        title: "The emergency stop was pressed",
        remedy:
            "Find out who pressed it and why, then release the button. If nobody did, check its "
            + "wire.",
        opensSecondRelay: true,
        reefnetAlarm: .heaterOverrun,
        sentence: { _ in "The emergency stop's contact is open, or its wire is cut." },
        condition: { "the contact `[input stop]` is open, or its wire is cut" },
        action: { "latch" }
    )

    init() {}

    func judge(_ input: GuardInput) -> Hazard? {
        input.openContacts[.stop]
            ? Hazard(.emergencyStop, .latch, .measured(0, limit: 0)) : nil
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool {
        !input.openContacts[.stop]
    }
}
