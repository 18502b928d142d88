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

/// The level of an output line that no program drives, as the wiring outside the computer makes it.
package enum IdleLevel: String, CaseIterable, Sendable {
    case pulledDown = "pulled_down"
    case pulledUp = "pulled_up"
}

/// An output line as a board wires it.
package struct OutputLine: Equatable, Sendable {
    /// What hangs on the line.
    package var purpose: OutputPurpose
    /// Chip and number.
    package var line: LineReference
    /// A low level switches it on.
    package var isActiveLow: Bool
    /// What the wiring does without a program: while the computer boots, after a crash. `nil` where the
    /// board file does not say, which a relay of the heater does not allow.
    package var idle: IdleLevel?

    package init(
        _ purpose: OutputPurpose,
        _ line: LineReference,
        isActiveLow: Bool = false,
        idle: IdleLevel? = nil
    ) {
        self.purpose = purpose
        self.line = line
        self.isActiveLow = isActiveLow
        self.idle = idle
    }

    /// The relay behind the line is closed at this level.
    package func isOn(at level: IdleLevel) -> Bool {
        (level == .pulledDown) == isActiveLow
    }
}
