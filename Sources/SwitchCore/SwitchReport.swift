/// What the switch answers: the true state of its lines, and what they have done since its start.
package struct SwitchReport: Equatable, Sendable {
    /// The newest command that it has taken; 0 before the first.
    package var sequence: UInt64 = 0
    /// When the lines were so.
    package var at = Instant.zero
    /// The heater's line, as it was driven.
    package var isHeaterOn = false
    /// The blower's line, as it was driven.
    package var isFanOn = false
    /// The second relay's line, as it was driven.
    package var isSecondRelayClosed = false
    /// The heater's line did not read as it was driven; the heater stays off until the switch is
    /// started again.
    package var isLineFaulty = false
    /// Times the heater's relay has closed, and how long it was closed in all.
    package var closures: UInt64 = 0
    /// See ``closures``.
    package var onTime = Duration.zero
    /// Slots of the modulator that have begun.
    package var slots: UInt64 = 0
    /// How many times the switch has been started; filled in on the controller's side.
    package var starts: UInt64 = 0

    package init() {}
}
