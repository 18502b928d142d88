/// What an output line is for. The raw value is also the switch's option for the line.
package enum OutputPurpose: String, CaseIterable, Sendable {
    case heater
    /// In series with the heater's relay; opens when the heater's relay can no longer be trusted.
    case secondRelay = "second-relay"
    case fan
    case aliveLight = "alive-light"
    case modeLight = "mode-light"
    case buzzer
    /// Pats a monostable in series with the heater's supply as long as the switch lives: high and low in
    /// turn, whatever is commanded.
    case heartbeat
}

/// The level that the wiring outside the computer gives an output line while no program drives it.
package enum IdleLevel: String, CaseIterable, Sendable {
    case pulledDown = "pulled_down"
    case pulledUp = "pulled_up"
}

/// The wiring of one output line.
package struct OutputLine: Equatable, Sendable {
    /// What the line switches.
    package var purpose: OutputPurpose
    /// The line's number or name on the board's chip.
    package var line: LineReference
    /// A low level switches the output on.
    package var isActiveLow: Bool
    /// The line's level without a program: while the computer boots, and after a crash. `nil`: unknown;
    /// never so for a relay in the heater's supply that a board file describes.
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
