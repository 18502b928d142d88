import SwitchCore

/// `safety.cutout_opened`: the thermal cut-out, the last guard and one without software, has opened
/// because the element was too hot. Every other rule has failed before, or the air has stopped.
///
/// Latches in the first step with the open contact. A cut-out that resets itself clears nothing here;
/// one that opens again is ``CutoutCycling``. Tests: `ContactRulesTests`.
struct CutoutOpened: GuardRule {
    static let description = RuleDescription(
        word: "safety.cutout_opened",
        title: "The thermal cut-out opened",
        remedy:
            "Let it cool. Check the blower, that nothing blocks the air, and the relay; then reset "
            + "the cut-out. If it is closed, check its sense wire.",
        opensSecondRelay: true,
        reefnetAlarm: .heaterOverrun,
        sentence: { _ in "The thermal cut-out opened, or its sense wire is cut." },
        condition: { "the contact `[input cutout]` is open, or its wire is cut" },
        action: { "latch" }
    )

    init() {}

    func judge(_ input: GuardInput) -> Hazard? {
        input.openContacts[.cutout]
            ? Hazard(.cutoutOpened, .latch, .measured(0, limit: 0)) : nil
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool {
        !input.openContacts[.cutout]
    }
}
