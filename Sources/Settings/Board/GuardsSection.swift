import Chamber
import Schema
import SwitchCore

/// `[guards]`: the numbers of the guard rules that depend on what is heated. Their names and ranges are
/// those of the reefnet protocol; an aquarium needs much tighter numbers than a chamber.
enum GuardsSection {
    private static let usual = GuardParameters()

    static let probeTolerance = Field<TemperatureDelta>.difference(
        "probe_tolerance_c",
        0.1...5,
        standard: usual.probeTolerance,
        meaning: "Two chamber probes that differ by more are a warning. An aquarium: 0.7."
    )
    static let probeTimeout = Field<Duration>.seconds(
        "probe_timeout_s",
        5...300,
        standard: usual.probeTimeout,
        meaning: "While nothing heats, this time without a good reading is a warning."
    )
    static let runawayDelta = Field<TemperatureDelta>.difference(
        "runaway_delta_c",
        0.5...10,
        standard: usual.runawayDelta,
        meaning: "So far above its set point the chamber may not rise on. An aquarium: 2."
    )
    static let longestFullPower = Field<Duration>.minutes(
        "max_heater_on_min",
        1...120,
        standard: usual.longestFullPower,
        meaning: "Full power without one degree more ends the heat after this. An aquarium: 15."
    )
    static let stuckRelayDelta = Field<TemperatureDelta>.difference(
        "stuck_relay_delta_c",
        0.1...5,
        standard: usual.stuckRelayDelta,
        meaning: "Without an element probe: a rise without power that means a welded relay. "
            + "An aquarium: 0.5."
    )
    static let stuckRelayWindow = Field<Duration>.seconds(
        "stuck_relay_window_s",
        10...600,
        standard: usual.stuckRelayWindow,
        meaning: "The time in which that rise counts."
    )

    static let schema = SectionSchema(
        "guards",
        isRequired: false,
        meaning: "Numbers of the guard rules that depend on what is heated.",
        fields: [
            probeTolerance, probeTimeout, runawayDelta, longestFullPower, stuckRelayDelta,
            stuckRelayWindow,
        ]
    )

    static func read(_ reader: inout SchemaReader) -> GuardParameters {
        var parameters = GuardParameters()
        reader.set(&parameters.probeTolerance, to: probeTolerance, in: schema)
        reader.set(&parameters.probeTimeout, to: probeTimeout, in: schema)
        reader.set(&parameters.runawayDelta, to: runawayDelta, in: schema)
        reader.set(&parameters.longestFullPower, to: longestFullPower, in: schema)
        reader.set(&parameters.stuckRelayDelta, to: stuckRelayDelta, in: schema)
        reader.set(&parameters.stuckRelayWindow, to: stuckRelayWindow, in: schema)
        return parameters
    }
}
