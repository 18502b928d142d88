import SwitchCore

/// `safety.cutout_cycling`: the thermal cut-out opens, closes when it has cooled, and opens again. A
/// latched fault keeps the heater's relay open, so a cut-out that keeps cycling means a welded relay.
///
/// Warns from the second opening until two hours pass without one; a bimetal switch resets itself
/// within minutes. Tests: `ContactRulesTests`.
struct CutoutCycling: GuardRule {
    /// Openings within this time count together (the rule's own number).
    private static let memory = Duration.hours(2)

    static let description = RuleDescription(
        word: "safety.cutout_cycling",
        title: "The thermal cut-out resets itself and cycles",
        remedy:
            "Unplug the mains: while the heat is off only a welded relay makes it open again. Replace "
            + "what failed, and fit a cut-out that has to be reset by hand.",
        reefnetAlarm: .relayStuck,
        sentence: {
            "The thermal cut-out has opened \($0.count) times, and closed again on its own in between."
        },
        condition: {
            "the contact `[input cutout]` opened again within \((memory.inSeconds / 3600).fixed(0)) h"
        },
        action: { "warning" }
    )

    static var warnings: WarningSet { WarningSet(.cutoutCycling) }

    private var wasOpen = false
    private var openings: UInt32 = 0
    private var lastOpening: Instant?

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        if let last = lastOpening, input.now.duration(since: last) > Self.memory {
            openings = 0
            lastOpening = nil
        }
        let isOpen = input.openContacts[.cutout]
        if isOpen, !wasOpen {
            openings += openings < .max ? 1 : 0
            lastOpening = input.now
        }
        wasOpen = isOpen
        guard openings > 1 else { return nil }
        return Hazard(.cutoutCycling, .warning, .measured(Double(openings), limit: 1))
    }
}

extension FaultSentence {
    /// A count, without decimals.
    fileprivate var count: String { cause.value.fixed(0) }
}
