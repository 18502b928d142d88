/// Why a rule finds a fault, with the numbers for its sentence.
package enum FaultCause: Equatable, Sendable {
    /// The rule measured a value beyond its limit, both in the rule's own unit (°C, K, s, duty).
    case measured(Double, limit: Double, probe: ProbeName? = nil)
    /// The element shows the power `apparent`, but was given `delivered`, both as shares of full power.
    case power(apparent: Double, delivered: Double)
    /// A probe's reading is no temperature.
    case reading(ProbeStatus.Condition, probe: ProbeName?)
    /// The blower's tachometer gave no pulses while the blower was on.
    case tachometerSilent
    /// The program that drives the outputs ended.
    case switchEnded
    /// The heater's line does not read as driven.
    case lineDisobeys
    /// The stored state does not say whether a fault was latched.
    case stateUnreadable
}

/// The columns of a cause in stored rows and on the wire.
extension FaultCause {
    /// The probe that the rule judged, where it judges one.
    package var probe: ProbeName? {
        switch self {
        case .measured(_, _, let probe), .reading(_, let probe): probe
        case .power, .tachometerSilent, .switchEnded, .lineDisobeys, .stateUnreadable: nil
        }
    }

    /// The condition of that probe.
    package var condition: ProbeStatus.Condition {
        switch self {
        case .reading(let condition, _): condition
        case .measured, .power, .tachometerSilent, .switchEnded, .lineDisobeys, .stateUnreadable:
            .good
        }
    }

    /// The measured value; for a fact, the number that distinguishes it from the rule's other facts.
    package var value: Double {
        switch self {
        case .measured(let value, _, _): value
        case .power(let apparent, _): apparent
        case .lineDisobeys: 1
        // No apparent power is as high.
        case .tachometerSilent: 10
        case .reading, .switchEnded, .stateUnreadable: 0
        }
    }

    /// The limit of the measured value; 0 for a fact.
    package var limit: Double {
        switch self {
        case .measured(_, let limit, _): limit
        case .power(_, let delivered): delivered
        case .reading, .tachometerSilent, .switchEnded, .lineDisobeys, .stateUnreadable: 0
        }
    }

    /// The cause with these columns. One of a rule's ``RuleDescription/facts`` has limit 0, and its
    /// value says which; a rule that judges power then names no probe.
    package init(
        of code: FaultCode,
        probe: ProbeName? = nil,
        condition: ProbeStatus.Condition = .good,
        value: Double,
        limit: Double
    ) {
        let rule = code.rule
        if rule.isSensorFault, condition != .good {
            self = .reading(condition, probe: probe)
        } else if limit == 0, let fact = rule.facts.first(where: { $0.value == value }) {
            self = fact
        } else if rule.judgesPower, probe == nil {
            self = .power(apparent: value, delivered: limit)
        } else {
            self = .measured(value, limit: limit, probe: probe)
        }
    }
}
