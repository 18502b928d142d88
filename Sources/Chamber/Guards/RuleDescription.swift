/// A rule's texts for people and its facts for other programs. Each rule's file holds its own.
package struct RuleDescription: Sendable {
    /// The code in files, on wires and in documents; once released it never changes.
    package let word: String
    /// A few words for a headline.
    package let title: String
    /// What to check before the fault is cleared, in one sentence.
    package let remedy: String
    /// Whether it is a probe's fault and not the heater's: the stock page has its own words for those.
    package var isSensorFault = false
    /// Whether the heater may keep heating whatever its relay is commanded, so that the second relay, where
    /// there is one, must open.
    package var opensSecondRelay = false
    /// Whether the rule judges the element's power where it names no probe.
    package var judgesPower = false
    /// The nearest alarm of the reefnet protocol; `nil`: the ordinary end of a session.
    package let reefnetAlarm: ReefnetAlarm?
    /// Causes that the rule finds without a measurement.
    package var facts: [FaultCause] = []
    /// The parts that may have failed where the element's power shows it, as the end of a sentence.
    var powerMeaning = ""
    /// What happened, in one sentence with value and limit.
    let sentence: @Sendable (FaultSentence) -> String
    /// When the rule finds something, for its row in `docs/safety.md`. A function, so that a step that
    /// reads a description builds no text.
    package let condition: @Sendable () -> String
    /// The consequence, in the same row.
    package let action: @Sendable () -> String

    /// What happened, in one sentence.
    package func sentence(of cause: FaultCause) -> String {
        let words = FaultSentence(cause)
        if case .power(let apparent, let delivered) = cause {
            return
                "The heater was given \(delivered.percent) of its power, and its element behaves "
                + "as with \(apparent.percent): \(meaning(of: apparent))."
        }
        guard case .reading(let condition, _) = cause else { return sentence(words) }
        return "\(words.probe) \(condition.sentenceEnd)."
    }

    /// No heater takes power from its element: a fall as steep as that shows that the probe has slipped.
    private func meaning(of apparent: Double) -> String {
        apparent < 0 ? "its probe has slipped off the element" : powerMeaning
    }
}

/// The parts of a rule's sentence: the probe at the beginning of a sentence, the value and its limit
/// with one decimal.
struct FaultSentence {
    let cause: FaultCause

    init(_ cause: FaultCause) {
        self.cause = cause
    }

    var probe: String { cause.probe.map { "The " + $0.title } ?? "A probe" }
    var value: String { cause.value.fixed(1) }
    var limit: String { cause.limit.fixed(1) }
    /// The same in whole percent, for a rule that judges a share.
    var valuePercent: String { cause.value.percent }
    var limitPercent: String { cause.limit.percent }
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
