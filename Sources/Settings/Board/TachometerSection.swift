import Chamber
import Lines
import Schema

/// `[tachometer]`: the blower's own pulses.
enum TachometerSection {
    /// Two pulses a turn is what nearly every fan gives (Intel, 4-wire PWM controlled fans, 2.1.3).
    static let pulsesPerTurn = Field<Double>.whole(
        "pulses_per_turn",
        "pulses",
        1...12,
        standard: 2,
        meaning: "How many pulses the blower gives in one turn; its data sheet tells."
    )
    static let ratedSpeed = Field<Double>.number(
        "rated_rpm",
        "turns a minute",
        100...30_000,
        meaning: "The blower's rated speed: Hearth warns below half of it. Left out, only a blower "
            + "that stands still is noticed."
    ).optional()

    static let schema = SectionSchema(
        "tachometer",
        isRequired: false,
        meaning: "The blower's tachometer wire, an open collector: no pulses for 2 s while the "
            + "blower is on latch a fault. On a simulated board the section alone gives it one.",
        fields: [LineFields.line, pulsesPerTurn, ratedSpeed]
    )

    /// The tachometer; `nil` where there is none, or a value is wrong.
    static func read(_ reader: inout SchemaReader, isFanFitted: Bool) -> Tachometer? {
        guard reader.has(schema) else { return nil }
        let pulses = reader.value(pulsesPerTurn, in: schema)
        let rated = reader.given(ratedSpeed, in: schema)
        guard isFanFitted else {
            reader.record(
                FanSection.fitted,
                in: FanSection.schema,
                found: "a board without a blower has no tachometer",
                allowed: "leave [tachometer] out, or give fitted: yes"
            )
            return nil
        }
        return pulses.map { Tachometer(pulsesPerTurn: $0, ratedTurnsPerMinute: rated) }
    }
}
