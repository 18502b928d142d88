import SwitchCore

/// The air's temperature at a time, in °C: the start of a measured rise.
struct TimedAir: Codable {
    let air: Double
    let at: Instant
}
