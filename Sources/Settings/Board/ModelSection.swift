import Chamber
import Schema
import SwitchCore

/// `[model]`: what regulation and guards expect of heater and chamber before a model is learned.
enum ModelSection {
    private static let usual = ThermalModel.conservative

    /// The range is from a few hundred litres of water to a small box of air.
    static let slope = Field<Double>.number(
        "slope_k_per_s",
        "kelvins a second",
        ThermalModel.Bounds.slope,
        standard: usual.slopeKelvinPerSecond,
        meaning: "How fast the chamber warms at full power from rest, at its steepest."
    )
    static let deadTime = Field<Double>.number(
        "dead_time_s",
        "seconds",
        ThermalModel.Bounds.deadTime,
        standard: usual.deadTimeSeconds,
        meaning: "Where that steepest tangent meets the starting temperature."
    )
    static let holdDuty = Field<Double>.number(
        "hold_duty_per_k",
        "shares of full power",
        ThermalModel.Bounds.holdDuty,
        standard: usual.holdDutyPerKelvin,
        meaning: "Duty that holds the chamber one kelvin above the room: its loss."
    )
    static let room = Field<Celsius>.temperature(
        "room_c",
        ThermalModel.Bounds.room,
        standard: usual.room,
        meaning: "Temperature of the room that the hold duty counts from."
    )
    static let excess = Field<Double>.number(
        "excess_at_full_power_k",
        "kelvins",
        ThermalModel.Bounds.excess,
        standard: usual.elementExcessKelvin,
        meaning: "How much hotter than the chamber the element settles at full power."
    )
    static let elementTimeConstant = Field<Double>.number(
        "element_time_constant_s",
        "seconds",
        ThermalModel.Bounds.elementTimeConstant,
        standard: usual.elementTimeConstantSeconds,
        meaning: "How fast that settles."
    )

    static let schema = SectionSchema(
        "model",
        isRequired: false,
        meaning: "What is expected of heater and chamber before anything has been learned.",
        fields: [slope, deadTime, holdDuty, room, excess, elementTimeConstant]
    )

    static func read(_ reader: inout SchemaReader) -> ThermalModel? {
        let slope = reader.value(slope, in: schema)
        let deadTime = reader.value(deadTime, in: schema)
        let holdDuty = reader.value(holdDuty, in: schema)
        let room = reader.value(room, in: schema)
        let excess = reader.value(excess, in: schema)
        let elementTimeConstant = reader.value(elementTimeConstant, in: schema)
        guard let slope, let deadTime, let holdDuty, let room, let excess, let elementTimeConstant
        else { return nil }
        return ThermalModel(
            slopeKelvinPerSecond: slope,
            deadTimeSeconds: deadTime,
            holdDutyPerKelvin: holdDuty,
            room: room,
            elementExcessKelvin: excess,
            elementTimeConstantSeconds: elementTimeConstant
        )
    }
}
