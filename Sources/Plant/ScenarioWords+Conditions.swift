import Chamber
import SwitchCore

/// Parses the words after `when`.
extension ScenarioWords {
    private static let form =
        "when holding, when off, or when chamber|element above|below <degrees>, then perhaps "
        + "within <time> and an action"

    /// How long a condition may take where the line does not say.
    private static let standardTime = Duration.seconds(30 * 60)

    /// The condition, and the words behind it.
    static func when(
        _ words: [String]
    ) throws(Problem) -> (condition: Scenario.Action, rest: [String]) {
        guard let kind = words.first else { throw Problem("write: \(form)") }
        var rest = words.dropFirst()
        let condition: Scenario.Condition
        switch try word(kind, of: ["holding", "off", "chamber", "element"]) {
        case 0: condition = .holding
        case 1: condition = .off
        case let probe:
            guard rest.count >= 2 else { throw Problem("write: \(form)") }
            let isAbove = try word(rest.removeFirst(), of: ["above", "below"]) == 0
            let limit = try celsius(rest.removeFirst())
            condition = Self.condition(isOfChamber: probe == 2, isAbove: isAbove, limit)
        }
        var time = standardTime
        if rest.first == "within" {
            guard rest.count >= 2 else { throw Problem("write: \(form)") }
            rest.removeFirst()
            time = try duration(rest.removeFirst())
        }
        return (.when(condition, within: time), Array(rest))
    }

    private static func condition(
        isOfChamber: Bool,
        isAbove: Bool,
        _ limit: Celsius
    ) -> Scenario.Condition {
        if isOfChamber { return isAbove ? .chamberAbove(limit) : .chamberBelow(limit) }
        return isAbove ? .elementAbove(limit) : .elementBelow(limit)
    }
}
