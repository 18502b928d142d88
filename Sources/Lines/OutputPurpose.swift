/// What an output line is for. The order is that of the drive: the heater first.
package enum OutputPurpose: String, CaseIterable, Sendable {
    case heater
    /// In series with the heater's relay; opens when that one can no longer be trusted.
    case secondRelay = "second-relay"
    case fan
    case aliveLight = "alive-light"
    case modeLight = "mode-light"
    case buzzer
}

/// An output line as a board wires it.
package struct OutputLine: Equatable, Sendable {
    /// What hangs on the line.
    package var purpose: OutputPurpose
    /// Chip and number.
    package var line: LineReference
    /// A low level switches it on.
    package var isActiveLow: Bool

    package init(_ purpose: OutputPurpose, _ line: LineReference, isActiveLow: Bool = false) {
        self.purpose = purpose
        self.line = line
        self.isActiveLow = isActiveLow
    }
}
