/// A rule that can stop the heat or warn: its state between steps, and its judgement of one step.
protocol GuardRule: Codable {
    /// The codes that the rule may raise as a warning; a warning ends when the rule no longer finds it.
    static var warnings: WarningSet { get }

    /// Judges one step.
    mutating func judge(_ input: GuardInput) -> Hazard?

    /// Whether the condition of a latched fault has gone, so that the fault may be cleared.
    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool
}

extension GuardRule {
    static var warnings: WarningSet { WarningSet() }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool { true }
}

/// The findings of one step, in the order in which the controller must act on them.
struct Findings {
    /// One finding.
    enum Finding {
        case hazard(Hazard)
        /// A standing warning ends.
        case warningOver(FaultCode)
    }

    /// A finding that does not fit is found again in the next step.
    private(set) var list = ShortList<Finding>()
    /// Whether a finding so far latches, or turns the power off.
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
