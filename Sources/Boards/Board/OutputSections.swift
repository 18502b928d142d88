import Chamber
import SwitchCore

/// `[heater]`: the element and how fast its relay may switch.
enum HeaterSection {
    static let power = Field<Double>.number(
        "power_w",
        "watts",
        10...3_000,
        meaning: "The element's rated power, for the energy estimate; it is printed on the element."
    )
    /// 1 s: a solid-state relay that switches at zero crossings bears it for good (the modulator's
    /// default).
    static let shortestOn = Field<Duration>.seconds(
        "min_on_s",
        1...60,
        standard: Modulation().shortestOn,
        meaning: "The shortest time that the relay stays closed."
    )
    static let shortestOff = Field<Duration>.seconds(
        "min_off_s",
        1...60,
        standard: Modulation().shortestOff,
        meaning: "The shortest time that the relay stays open."
    )

    static let schema = SectionSchema(
        "heater",
        isRequired: true,
        meaning: "The heating element and its relay.",
        fields: [power, LineFields.line, LineFields.isActiveLow, shortestOn, shortestOff]
    )

    static func read(
        _ reader: inout SchemaReader
    ) -> (powerWatts: Double, shortestOn: Duration, shortestOff: Duration)? {
        let power = reader.value(power, in: schema)
        let shortestOn = reader.value(shortestOn, in: schema)
        let shortestOff = reader.value(shortestOff, in: schema)
        guard let power, let shortestOn, let shortestOff else { return nil }
        return (power, shortestOn, shortestOff)
    }
}

/// `[fan]`: the blower.
enum FanSection {
    static let fitted = Field<Bool>.flag(
        "fitted",
        standard: true,
        meaning: "The board has a blower: the heater then never runs without it."
    )
    /// 40 °C: nothing that is left running on touches plastic that softens (`docs/safety.md`).
    static let releaseTemperature = Field<Celsius>.temperature(
        "release_temperature_c",
        30...60,
        standard: Celsius(40),
        meaning: "The blower runs on until element and chamber are below this."
    )

    static let schema = SectionSchema(
        "fan",
        isRequired: false,
        meaning: "The blower.",
        fields: [fitted, LineFields.line, LineFields.isActiveLow, releaseTemperature]
    )

    static func read(
        _ reader: inout SchemaReader
    ) -> (isFitted: Bool, releaseTemperature: Celsius)? {
        let fitted = reader.value(fitted, in: schema)
        let releaseTemperature = reader.value(releaseTemperature, in: schema)
        guard let fitted, let releaseTemperature else { return nil }
        return (fitted, releaseTemperature)
    }
}
