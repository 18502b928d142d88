import SwitchCore

/// The air's temperature at a time, in °C: what a rule measures a rise from.
struct TimedAir: Codable {
    let air: Double
    let at: Instant
}
