import SwitchCore

/// How long the air has not risen although there was power.
struct Stall: Codable {
    /// A rise by this much is progress, in K.
    static let progressKelvin = 1.0

    private var reference: TimedAir?

    init() {}

    /// Returns how long the air has not risen. The rise counts from the lowest air: after an open door
    /// the chamber makes progress long before it is back at its old temperature.
    mutating func step(_ isTrying: Bool, _ air: Double, at now: Instant) -> Duration {
        guard isTrying, let from = reference, air < from.air + Self.progressKelvin else {
            reference = isTrying ? TimedAir(air: air, at: now) : nil
            return .zero
        }
        if air < from.air { reference = TimedAir(air: air, at: from.at) }
        return now.duration(since: from.at)
    }
}
