import SwitchCore

/// For how long the air has not risen although there was power.
struct Stall: Codable {
    /// This much is progress, in K.
    static let progressKelvin = 1.0

    private var reference: TimedAir?

    init() {}

    /// Answers with how long the air has not risen. What counts is the rise above the lowest air:
    /// after an open door the chamber makes good progress long before it is where it was.
    mutating func step(_ isTrying: Bool, _ air: Double, at now: Instant) -> Duration {
        guard isTrying, let from = reference, air < from.air + Self.progressKelvin else {
            reference = isTrying ? TimedAir(air: air, at: now) : nil
            return .zero
        }
        if air < from.air { reference = TimedAir(air: air, at: from.at) }
        return now.duration(since: from.at)
    }
}
