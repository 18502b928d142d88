package import SwitchCore

/// A batch of numbers that belong together: they are taken, and stored, all at once.
package struct Tuning: Equatable, Sendable {
    /// The widths that a regulation band may have (the reefnet protocol's range).
    package static let bands = TemperatureDelta(0.1)...TemperatureDelta(2)

    /// `nil`: it stays.
    package var target: Celsius?
    /// The distance between the temperature that heats and the one that stops; `nil`: it stays.
    package var band: TemperatureDelta?
    /// All of the guards' numbers, as they are to be; `nil`: they stay.
    package var guards: GuardParameters?

    package init() {}
}
