package import SwitchCore

/// A set of numbers that are applied and stored together.
package struct Tuning: Equatable, Sendable {
    /// The range of a regulation band (from the reefnet protocol).
    package static let bands = TemperatureDelta(0.1)...TemperatureDelta(2)

    /// The new target; `nil`: unchanged.
    package var target: Celsius?
    /// The new distance between the temperatures that start and stop the heat; `nil`: unchanged.
    package var band: TemperatureDelta?
    /// All new guard numbers; `nil`: unchanged.
    package var guards: GuardParameters?

    package init() {}
}
