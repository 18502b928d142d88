import Chamber
import Lines
import Schema
import SwitchCore

/// `[heater]`: the element, and how fast its relay may switch.
struct HeaterSection {
    static let power = Field<Double>.number(
        "power_w",
        "watts",
        10...3_000,
        meaning: "The element's rated power, for the energy estimate; it is printed on the element."
    )
    /// The default of 1 s is the modulator's: a solid-state relay that switches at zero crossings does
    /// not wear at that rate.
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
    /// 100,000 under load is what makers of mains relays commonly state; a solid-state relay has no
    /// contacts to wear.
    static let ratedSwitchings = Field<Double>.whole(
        "rated_switchings",
        "switchings",
        0...1_000_000_000,
        meaning: "How often the relay may switch in its life, by its data sheet: Hearth counts and "
            + "warns at 80 %. 0: no limit, as for a solid-state relay. Left out: no limit where "
            + "min_on_s is below 5 s, else 100000, as for a mechanical relay."
    ).optional()
    /// The three-part circuit behind the line is in docs/wiring.md.
    static let heartbeatLine = Field<LineReference>(
        key: "heartbeat_line",
        meaning: "A line that gives ten pulses a second as long as hearth-switch lives, for a "
            + "monostable that opens the heater's supply when they stop. Left out, none.",
        allowed: "a line's number or name; for instance: 24"
    ) { LineFields.read($0) }.optional()
    /// A relay that may switch as often as this is a solid-state one.
    private static let solidState = Duration.seconds(5)
    private static let mechanicalLife = 100_000

    static let schema = SectionSchema(
        "heater",
        isRequired: true,
        meaning: "The heating element and its relay.",
        fields: [
            power, LineFields.line, LineFields.isActiveLow, LineFields.idle, shortestOn,
            shortestOff, ratedSwitchings, heartbeatLine,
        ]
    )

    private let powerWatts: Double
    private let shortestOn: Duration
    private let shortestOff: Duration
    private let ratedSwitchings: Int?

    /// `nil` where a value is missing or wrong.
    init?(_ reader: inout SchemaReader) {
        let power = reader.value(Self.power, in: Self.schema)
        let shortestOn = reader.value(Self.shortestOn, in: Self.schema)
        let shortestOff = reader.value(Self.shortestOff, in: Self.schema)
        guard let power, let shortestOn, let shortestOff else { return nil }
        powerWatts = power
        self.shortestOn = shortestOn
        self.shortestOff = shortestOff
        let standard = shortestOn < Self.solidState ? 0 : Self.mechanicalLife
        let rated = reader.given(Self.ratedSwitchings, in: Self.schema) ?? standard
        ratedSwitchings = rated > 0 ? rated : nil
    }

    /// Stores the section's values in `configuration`.
    func fill(_ configuration: inout ControllerConfiguration) {
        configuration.heaterPowerWatts = powerWatts
        configuration.modulation.shortestOn = shortestOn
        configuration.modulation.shortestOff = shortestOff
        configuration.ratedSwitchings = ratedSwitchings
    }
}

/// `[fan]`: the blower.
struct FanSection {
    static let fitted = Field<Bool>.flag(
        "fitted",
        standard: true,
        meaning: "The board has a blower: the heater then never runs without it."
    )
    /// 40 °C is the usual value (`docs/safety.md`): plastic near the element does not soften at it.
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

    /// The board has a blower.
    let isFitted: Bool
    private let releaseTemperature: Celsius
    private let tachometer: Tachometer?

    /// `nil` where a value is missing or wrong.
    init?(_ reader: inout SchemaReader) {
        let fitted = reader.value(Self.fitted, in: Self.schema)
        let releaseTemperature = reader.value(Self.releaseTemperature, in: Self.schema)
        guard let fitted, let releaseTemperature else { return nil }
        isFitted = fitted
        tachometer = TachometerSection.read(&reader, isFanFitted: fitted)
        self.releaseTemperature = releaseTemperature
    }

    /// Stores the section's values in `configuration`.
    func fill(_ configuration: inout ControllerConfiguration) {
        configuration.isFanFitted = isFitted
        configuration.tachometer = tachometer
        configuration.fanReleaseTemperature = releaseTemperature
    }
}
