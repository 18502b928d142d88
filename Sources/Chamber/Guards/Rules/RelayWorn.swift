import SwitchCore

/// `safety.relay_worn`: the heater's relay has used most of its rated switchings. A worn contact welds.
///
/// Warns at 80 % of `rated_switchings` and again at all of them. Tests: `HealthRulesTests`.
struct RelayWorn: GuardRule {
    private static let soon = 0.8
    private static let end = 1.0

    static let description = RuleDescription(
        word: "safety.relay_worn",
        title: "The heater's relay nears the end of its life",
        remedy: "Replace the relay, then tell Hearth: hearth relay --replaced.",
        reefnetAlarm: .heaterOverrun,
        sentence: {
            "The relay has used \($0.valuePercent) of its rated switchings; the limit is "
                + "\($0.limitPercent)."
        },
        condition: {
            "the relay has switched \(soon.percent) of `rated_switchings`; again at "
                + "\(end.percent)"
        },
        action: { "warning" }
    )

    static var warnings: WarningSet { WarningSet(.relayWorn) }

    /// Whether the warning at the end of the rated life is raised.
    private var isAtEnd = false

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        guard let used = input.relayUsed, used >= Self.soon else {
            isAtEnd = false
            return nil
        }
        let wasAtEnd = isAtEnd
        isAtEnd = used >= Self.end
        // The first warning ends in this step, so that the second is a warning of its own.
        guard isAtEnd == wasAtEnd || !input.warnings.contains(.relayWorn) else { return nil }
        return Hazard(.relayWorn, .warning, .measured(used, limit: isAtEnd ? Self.end : Self.soon))
    }
}
