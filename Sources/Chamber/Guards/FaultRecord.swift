package import SwitchCore

/// A latched fault: the rule, and the values that it judged.
package struct FaultRecord: Codable, Equatable, Sendable {
    /// The fault's number in this installation; the store clears the latch by this number.
    package let number: FaultNumber
    /// The rule that tripped.
    package let code: FaultCode
    /// When it tripped, on the monotonic clock of that run.
    package let at: Instant
    /// The probe that the rule judged, where it judges one.
    package let probe: ProbeName?
    /// The condition of that probe.
    package let condition: ProbeStatus.Condition
    /// What the rule measured, in the rule's own unit (°C, K, s, duty); see ``FaultCause/value``.
    package let value: Double
    /// The limit of `value`; 0 where the rule has none.
    package let limit: Double
    /// The chamber's temperature just before it tripped; `nil` where the probe did not read.
    package let chamber: Celsius?
    /// The element's temperature then; `nil` also on a board without an element probe.
    package let element: Celsius?
    /// The commanded duty in the step before it tripped.
    package let duty: Duty

    package init(
        number: FaultNumber,
        code: FaultCode,
        at: Instant,
        probe: ProbeName? = nil,
        condition: ProbeStatus.Condition = .good,
        value: Double = 0,
        limit: Double = 0,
        chamber: Celsius? = nil,
        element: Celsius? = nil,
        duty: Duty = .off
    ) {
        self.number = number
        self.code = code
        self.at = at
        self.probe = probe
        self.condition = condition
        self.value = value
        self.limit = limit
        self.chamber = chamber
        self.element = element
        self.duty = duty
    }

    /// Why the rule latched.
    package var cause: FaultCause {
        FaultCause(of: code, probe: probe, condition: condition, value: value, limit: limit)
    }

    /// What happened, in one sentence with its numbers.
    package var sentence: String { code.rule.sentence(of: cause) }
}
