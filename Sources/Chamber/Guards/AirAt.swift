import SwitchCore

/// The air's temperature at a time, in °C: what a rule measures a rise from.
struct AirAt: Codable {
    let air: Double
    let at: Instant
}
