import SwitchCore

/// What the rules about heater and chamber look at in one step.
struct HeaterSight {
    let now: Instant
    let view: ProbeReadings
    let model: ThermalModel
    /// The least and the most that the element is expected to be above the chamber, in K.
    let expected: ExpectedExcess
    /// The set point of the step before; `nil` where none was in force.
    let setPoint: Celsius?
    /// The duty that was commanded in the step before, and what was delivered over the last minute.
    let commanded: Duty
    let delivered: Duty
    /// Heat is allowed.
    let isArmed: Bool
    /// The chamber has reached its set point and holds it.
    let isHolding: Bool
    /// The printer says that it heats its bed: the chamber may warm without us.
    let isBedHot: Bool

    /// The air's temperature that limits go by, in °C.
    var hottestAir: Double? { view.hottestAir }

    /// Element above chamber as it is measured, in K; `nil` without both.
    var excess: Double? { view.excess }

    /// The board has a probe on the element.
    var hasElementProbe: Bool { view.element.condition != .absent }
}
