import SwitchCore

extension ThermalModel {
    /// The ranges of a chamber heater's numbers; a model outside them is a mistake.
    ///
    /// They are the ranges of the board file's `[model]`: from a few hundred litres of water to a small
    /// box of air, far beyond 200 random chambers (`docs/regulation.md`).
    package enum Bounds {
        /// Heating rate in K/s; nominal 0.162.
        package static let slope = 0.0001...5.0
        /// Dead time in s; nominal 30.
        package static let deadTime = 1.0...600.0
        /// Hold duty per kelvin; nominal 0.0139.
        package static let holdDuty = 0.0005...0.5
        /// Room temperature in °C: down to what a probe believes, and a little more.
        package static let room = -40.0...50.0
        /// The element's excess in K; nominal 43. With a stopped blower it would be 350.
        package static let excess = 2.0...200.0
        /// The element's time constant in s; nominal 36.
        package static let elementTimeConstant = 1.0...600.0
    }

    /// Whether every number is inside its bounds.
    var isPlausible: Bool {
        Bounds.slope.contains(slopeKelvinPerSecond) && Bounds.deadTime.contains(deadTimeSeconds)
            && Bounds.holdDuty.contains(holdDutyPerKelvin) && Bounds.room.contains(room.degrees)
            && Bounds.excess.contains(elementExcessKelvin)
            && Bounds.elementTimeConstant.contains(elementTimeConstantSeconds)
            && balance?.isPlausible ?? true
            && referenceDutyPerKelvin.map { Bounds.holdDuty.contains($0) } ?? true
    }
}
