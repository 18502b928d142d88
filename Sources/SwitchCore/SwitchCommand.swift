/// The controller's command to the switch in each step; the heater has no default value.
package struct SwitchCommand: Equatable, Sendable {
    /// Counts the commands, so that a report names the command that it answers.
    package let sequence: UInt64
    /// The share of full power; the switch turns it into slots.
    package let heater: Duty
    /// Whether the blower runs; the switch also runs it whenever the heater is on.
    package let isFanOn: Bool
    /// The second relay, where there is one, opens when the heater's relay cannot be trusted.
    package let isSecondRelayClosed: Bool
    /// Lights and buzzer.
    package let indicators: Indicators
    /// The heater goes off at this instant unless a newer command comes.
    package let leaseEnd: Instant

    package init(
        sequence: UInt64,
        heater: Duty,
        isFanOn: Bool,
        isSecondRelayClosed: Bool,
        indicators: Indicators = [],
        leaseEnd: Instant
    ) {
        self.sequence = sequence
        self.heater = heater
        self.isFanOn = isFanOn
        self.isSecondRelayClosed = isSecondRelayClosed
        self.indicators = indicators
        self.leaseEnd = leaseEnd
    }
}
