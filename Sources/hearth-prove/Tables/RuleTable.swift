import Chamber
import SwitchCore

/// The table of rules in `docs/safety.md`, made from the rules themselves.
package enum RuleTable {
    /// The table of codes in Markdown, in the order of severity, and the faults that open the second
    /// relay.
    package static var lines: [String] {
        let codes = FaultCode.allCases
        let limits = Limits()
        let foldback = row(
            "foldback",
            "element at \(limits.elementFoldback.degrees.fixed(0)) °C",
            "power removed until \(limits.elementResume.degrees.fixed(0)) °C; no fault"
        )
        let opening = codes.filter(\.rule.opensSecondRelay).map { "`\($0.word)`" }
        return ["| code | when | then |", "|---|---|---|"]
            + codes.map { row("`\($0.word)`", $0.rule.condition(), $0.rule.action()) }
            + [
                foldback, "",
                "The second relay, where there is one, opens on every fault in which the first one may "
                    + "no longer obey:",
                opening.joined(separator: ", ") + ".",
            ]
    }

    private static func row(_ code: String, _ condition: String, _ action: String) -> String {
        "| \(code) | \(condition) | \(action) |"
    }
}
