package import SwitchCore

/// Changes of several numbers that are applied and stored together; what is `nil` stays as it is.
///
/// The controller merges each set into the numbers of that moment, so that two senders never undo
/// each other, and a sender's messages never undo one another.
package struct Tuning: Equatable, Sendable {
    /// The range of a regulation band (from the reefnet protocol).
    package static let bands = TemperatureDelta(0.1)...TemperatureDelta(2)
    /// A target of at most this turns the power off where ``isHeating`` is set: the lowest set point
    /// that a reefnet hub can ask for, and colder than any room.
    package static let off = Celsius(10)

    /// The target.
    package var target: Celsius?
    /// The distance between the temperatures that start and stop the heat.
    package var band: TemperatureDelta?
    /// The lower end of the band. An end that does not fit the other one waits a second for it.
    package var lowerEnd: Celsius?
    /// The upper end of the band.
    package var upperEnd: Celsius?
    /// Guard numbers.
    package var guards = GuardOverrides()
    /// A ``target`` that differs from the present one turns the power on, in the mode always on; one
    /// of at most ``off`` turns it off.
    package var isHeating = false

    package init() {}

    /// Whether a target of so many °C means off, where targets turn the power on and off.
    package static func isOff(_ degrees: Double) -> Bool { degrees <= off.degrees }

    /// It turns the power off.
    package var turnsOff: Bool { isHeating && target.map { $0 <= Self.off } == true }
}
