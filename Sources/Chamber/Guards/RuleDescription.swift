/// What people and other programs are told of a rule. Each rule's file holds its own.
package struct RuleDescription: Sendable {
    /// The code for files, wires and documents: never changed once it was released.
    package let word: String
    /// A few words for a headline.
    package let title: String
    /// What to check before the fault is cleared, in one sentence.
    package let remedy: String
    /// A probe's fault rather than the heater's: the stock page has its own words for those.
    package var isSensorFault = false
    /// The heater may go on heating whatever its relay is told: the second relay, where there is
    /// one, has to open.
    package var opensSecondRelay = false
    /// What the rule judges without naming a probe is the element's power.
    package var judgesPower = false
    /// The nearest alarm of the reefnet protocol; `nil`: the ordinary end of a session.
    package let reefnetAlarm: ReefnetAlarm?
    /// What the rule finds without measuring anything.
    package var facts: [FaultCause] = []
    /// What happened, in one sentence with value and limit.
    let sentence: @Sendable (FaultSentence) -> String
    /// The rule's row in `docs/safety.md`: when it finds something. A function, so that a beat that
    /// looks at a description builds no text.
    package let condition: @Sendable () -> String
    /// What follows, in the same row.
    package let action: @Sendable () -> String

    /// What happened, in one sentence.
    package func sentence(of cause: FaultCause) -> String {
        let words = FaultSentence(cause)
        if case .power(let apparent, let delivered) = cause {
            return
                "The heater was given \(delivered.percent) of its power, and its element behaves "
                + "as with \(apparent.percent)."
        }
        guard case .reading(let condition, _) = cause else { return sentence(words) }
        return "\(words.probe) \(condition.sentenceEnd)."
    }
}

/// What a rule's sentence is made of: the probe at the beginning of a sentence, the value and its
/// limit with one decimal.
struct FaultSentence {
    let cause: FaultCause

    init(_ cause: FaultCause) {
        self.cause = cause
    }

    var probe: String { cause.probe.map { "The " + $0.title } ?? "A probe" }
    var value: String { cause.value.fixed(1) }
    var limit: String { cause.limit.fixed(1) }
}

extension Double {
    /// A share as whole percent.
    fileprivate var percent: String { "\((self * 100).fixed(0)) %" }
}

extension ProbeStatus.Condition {
    /// How the probe is doing, as the end of a sentence.
    fileprivate var sentenceEnd: String {
        switch self {
        case .absent: "is not fitted"
        case .waiting: "has given no reading yet"
        case .good: "reads plausibly"
        case .shortCircuit: "reads as a short circuit"
        case .openCircuit: "reads as an open circuit"
        case .unreadable: "cannot be read: its converter or bus does not answer"
        case .implausible: "changes faster than any real temperature does"
        case .stale: "has given no new reading"
        }
    }
}
