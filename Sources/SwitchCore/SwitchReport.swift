/// The switch's answer: the state of its lines, and their history since its start.
package struct SwitchReport: Equatable, Sendable {
    /// The sequence of the newest command received; 0 before the first.
    package var sequence: UInt64 = 0
    /// When the lines had this state.
    package var at = Instant.zero
    /// The heater's line: as driven, or as read back where it can be read.
    package var isHeaterOn = false
    /// The blower's line, as driven.
    package var isFanOn = false
    /// The second relay's line, as driven.
    package var isSecondRelayClosed = false
    /// Whether the heater's line did not read as driven; the heater then stays off until the switch is
    /// restarted.
    package var isLineFaulty = false
    /// How many times the heater's relay has closed.
    package var closures: UInt64 = 0
    /// How long the heater's relay was closed in total.
    package var onTime = Duration.zero
    /// How many slots the modulator has begun.
    package var slots: UInt64 = 0
    /// How many times the switch has started; the controller's side fills this in.
    package var starts: UInt64 = 0

    package init() {}
}
