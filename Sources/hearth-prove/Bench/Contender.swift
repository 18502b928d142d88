package import Chamber
package import SwitchCore

/// A controller under test: Hearth's own, or one written from the public rules of another firmware.
///
/// Every controller gets the same samples of the same chamber and drives the same relay. It is a value,
/// so that a run can be copied in the middle and continued in several ways.
package protocol Contender: Sendable {
    /// Runs one beat (10 Hz) with the newest samples.
    mutating func beat(_ reading: Reading, at now: Instant)
    /// The lines at `now`; the bench asks at every step of the plant (20 Hz).
    mutating func lines(at now: Instant) -> SwitchLogic.Lines
    /// A client asks to hold this temperature.
    mutating func heat(to target: Celsius)
    /// A client turns the heater off.
    mutating func turnOff()
    /// The printer's bed has become hot, or cold again.
    mutating func setBed(isHot: Bool)
    /// The stops that nobody asked for, in order.
    var stops: [Stop] { get }
    /// The codes of its warnings.
    var warnings: [String] { get }
}

extension Contender {
    /// Empty, as most firmware has no warnings.
    package var warnings: [String] { [] }
}

/// A stop that nobody asked for.
package struct Stop: Equatable, Sendable {
    /// The rule, as its firmware names it.
    package let code: String
    /// Whether the heat stays off until a person clears the stop.
    package let isLatched: Bool
    /// The beat that turned the heater off.
    package let at: Instant

    package init(code: String, isLatched: Bool, at: Instant) {
        self.code = code
        self.isLatched = isLatched
        self.at = at
    }
}
