package import Chamber
package import SwitchCore

/// A controller on trial: Hearth's own, or one written from the public rules of another firmware.
///
/// All see the same samples of the same chamber and drive the same relay; a value, so that a run can
/// be copied in the middle and go on in several ways.
package protocol Contender: Sendable {
    /// One beat (10 Hz) with the newest samples.
    mutating func beat(_ reading: Reading, at now: Instant)
    /// The lines at `now`, asked for at every step of the plant (20 Hz).
    mutating func lines(at now: Instant) -> SwitchLogic.Lines
    /// Somebody wants this temperature held.
    mutating func heat(to target: Celsius)
    /// Somebody turns it off.
    mutating func turnOff()
    /// The printer's bed is hot, or no longer.
    mutating func setBed(isHot: Bool)
    /// What it has stopped for by itself, in order; nothing that somebody asked for.
    var stops: [Stop] { get }
    /// The codes of what it has warned of.
    var warnings: [String] { get }
}

extension Contender {
    /// None, as most firmware has no warnings.
    package var warnings: [String] { [] }
}

/// A stop that nobody asked for.
package struct Stop: Equatable, Sendable {
    /// The rule, as its firmware names it.
    package let code: String
    /// The heat stays off until a person has been there.
    package let isLatched: Bool
    /// The beat that turned the heat off.
    package let at: Instant

    package init(code: String, isLatched: Bool, at: Instant) {
        self.code = code
        self.isLatched = isLatched
        self.at = at
    }
}
