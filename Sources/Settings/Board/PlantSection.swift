import Chamber
import Plant
import Schema
import SwitchCore

/// `[plant]`: the chamber of a simulated board; a plant file has only this section.
enum PlantSection {
    /// The nominal plant, which has each key's default.
    static let nominal = PlantParameters()

    static let heaterPower = Field<Double>.number(
        "heater_power_w",
        "watts",
        1...5_000,
        standard: nominal.heaterPowerWatts,
        meaning: "Power of the cold element."
    )
    static let element = Field<Double>.number(
        "element_j_per_k",
        "joules a kelvin",
        1...100_000,
        standard: nominal.elementJoulePerKelvin,
        meaning: "Heat that warms the element by one kelvin."
    )
    static let air = Field<Double>.number(
        "air_j_per_k",
        "joules a kelvin",
        1...1_000_000,
        standard: nominal.airJoulePerKelvin,
        meaning: "Heat that warms the air by one kelvin."
    )
    static let wall = Field<Double>.number(
        "wall_j_per_k",
        "joules a kelvin",
        1...10_000_000,
        standard: nominal.wallJoulePerKelvin,
        meaning: "Heat that warms walls and contents by one kelvin."
    )
    static let elementAir = Field<Double>.number(
        "element_air_w_per_k",
        "watts a kelvin",
        0.01...1_000,
        standard: nominal.elementAirWattPerKelvin,
        meaning: "Heat that passes from element to air with the blower running."
    )
    static let airWall = Field<Double>.number(
        "air_wall_w_per_k",
        "watts a kelvin",
        0...1_000,
        standard: nominal.airWallWattPerKelvin,
        meaning: "Heat that passes from air to walls."
    )
    static let wallRoom = Field<Double>.number(
        "wall_room_w_per_k",
        "watts a kelvin",
        0...1_000,
        standard: nominal.wallRoomWattPerKelvin,
        meaning: "Heat that passes from walls to room."
    )
    static let airRoom = Field<Double>.number(
        "air_room_w_per_k",
        "watts a kelvin",
        0...1_000,
        standard: nominal.airRoomWattPerKelvin,
        meaning: "Heat that passes from air to room, through gaps."
    )
    static let probeLag = Field<Double>.number(
        "probe_lag_s",
        "seconds",
        0...600,
        standard: nominal.probeLagSeconds,
        meaning: "Time constant of the chamber's probe."
    )
    static let probeDeadTime = Field<Double>.number(
        "probe_dead_time_s",
        "seconds",
        0...120,
        standard: nominal.probeDeadTimeSeconds,
        meaning: "Time that the air takes to reach the chamber's probe."
    )
    static let elementProbeLag = Field<Double>.number(
        "element_probe_lag_s",
        "seconds",
        0...600,
        standard: nominal.elementProbeLagSeconds,
        meaning: "Time constant of the element's probe."
    )
    static let ptcFullBelow = Field<Celsius>.temperature(
        "ptc_full_below_c",
        30...400,
        standard: nominal.ptcFullBelow,
        meaning: "Element temperature up to which it takes its full power."
    )
    static let ptcZeroAbove = Field<Celsius>.temperature(
        "ptc_zero_above_c",
        31...500,
        standard: nominal.ptcZeroAbove,
        meaning: "Element temperature from which it takes none."
    )
    static let secondRelay = Field<Bool>.flag(
        "second_relay",
        standard: nominal.hasSecondRelay,
        meaning: "A second relay in series opens when the controller opens it."
    )
    static let room = Field<Celsius>.temperature(
        "room_c",
        -30...60,
        standard: nominal.room,
        meaning: "Temperature of the room, and of everything at the start."
    )
    static let noise = Field<Double>.number(
        "noise_c",
        "°C",
        0...5,
        standard: nominal.noiseKelvin,
        meaning: "Standard deviation of what the probes read."
    )
    static let seed = Field<Double>.whole(
        "seed",
        "",
        0...1_000_000_000,
        standard: Int(nominal.seed),
        meaning: "Where the noise starts: the same seed gives the same run."
    )

    static let schema = SectionSchema(
        "plant",
        isRequired: false,
        meaning: "The computed chamber; a plant file is this section alone. What is left out is as "
            + "in the nominal plant.",
        fields: [
            heaterPower, element, air, wall, elementAir, airWall, wallRoom, airRoom, probeLag,
            probeDeadTime, elementProbeLag, ptcFullBelow, ptcZeroAbove,
        ] + elementFields + [secondRelay, room, noise, seed]
    )

    static func read(_ reader: inout SchemaReader) -> PlantParameters {
        let before = reader.mistakes
        var plant = nominal
        reader.set(&plant.heaterPowerWatts, to: heaterPower, in: schema)
        reader.set(&plant.elementJoulePerKelvin, to: element, in: schema)
        reader.set(&plant.airJoulePerKelvin, to: air, in: schema)
        reader.set(&plant.wallJoulePerKelvin, to: wall, in: schema)
        reader.set(&plant.elementAirWattPerKelvin, to: elementAir, in: schema)
        reader.set(&plant.airWallWattPerKelvin, to: airWall, in: schema)
        reader.set(&plant.wallRoomWattPerKelvin, to: wallRoom, in: schema)
        reader.set(&plant.airRoomWattPerKelvin, to: airRoom, in: schema)
        reader.set(&plant.probeLagSeconds, to: probeLag, in: schema)
        reader.set(&plant.probeDeadTimeSeconds, to: probeDeadTime, in: schema)
        reader.set(&plant.elementProbeLagSeconds, to: elementProbeLag, in: schema)
        reader.set(&plant.ptcFullBelow, to: ptcFullBelow, in: schema)
        reader.set(&plant.ptcZeroAbove, to: ptcZeroAbove, in: schema)
        readElement(&reader, into: &plant)
        reader.set(&plant.hasSecondRelay, to: secondRelay, in: schema)
        reader.set(&plant.room, to: room, in: schema)
        reader.set(&plant.noiseKelvin, to: noise, in: schema)
        if let seed = reader.value(seed, in: schema) { plant.seed = UInt64(seed) }
        if reader.mistakes == before, plant.ptcZeroAbove <= plant.ptcFullBelow {
            let given = reader.has(ptcZeroAbove, in: schema) ? ptcZeroAbove : ptcFullBelow
            reader.record(
                given,
                in: schema,
                found: "the element would take no power before it takes less than full power",
                allowed: "give a higher ptc_zero_above_c, or a lower ptc_full_below_c"
            )
        }
        return plant
    }
}
