/// One rule that can stop the heat or warn: what it keeps between steps, and how it judges one.
protocol GuardRule: Codable {
    /// The codes that it may raise as a warning; one ends when the rule no longer finds it.
    static var warnings: WarningSet { get }

    /// Judges one step.
    mutating func judge(_ input: GuardInput) -> Hazard?

    /// The condition of a fault that it latched has gone, so that the fault may be cleared.
    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool
}

extension GuardRule {
    static var warnings: WarningSet { WarningSet() }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool { true }
}

/// What the judging of one step comes to, in the order in which it has to be acted on.
struct Findings {
    /// One thing to act on.
    enum Finding {
        case hazard(Hazard)
        /// A warning that stood ends.
        case warningOver(FaultCode)
    }

    /// What finds the list full is found again in the next step.
    private(set) var list = ShortList<Finding>()
    /// Something found so far latches, or turns the power off.
    private(set) var stopsHeat = false

    /// Judges one rule.
    mutating func judge<Rule: GuardRule>(_ rule: inout Rule, _ input: GuardInput) {
        let hazard = rule.judge(input)
        var codes = Rule.warnings
        while let code = codes.popFirst() {
            let isStanding = input.warnings.contains(code)
            if let hazard, hazard.isWarning, hazard.code == code {
                if !isStanding { list.append(.hazard(hazard)) }
            } else if isStanding {
                list.append(.warningOver(code))
            }
        }
        guard let hazard, !hazard.isWarning else { return }
        list.append(.hazard(hazard))
        stopsHeat = true
    }
}
