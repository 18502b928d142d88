/// What the controller tells the switch in each step: there is no default for the heater.
package struct SwitchCommand: Equatable, Sendable {
    /// Counts the commands, so that the acknowledgement names the one that it answers.
    package let sequence: UInt64
    /// The share of full power; the switch makes slots of it.
    package let heater: Duty
    /// The switch runs the blower with the heater anyway.
    package let isFanOn: Bool
    /// The second relay, where there is one, opens when the first can no longer be trusted.
    package let isSecondRelayClosed: Bool
    /// Lights and buzzer, which no lease ends.
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
