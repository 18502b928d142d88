import SwitchCore

/// How long a condition has held without a break.
struct Persistence: Codable {
    private var since: Instant?

    init() {}

    /// Receives whether the condition holds now; returns whether it has held for at least `time`.
    mutating func lasts(_ time: Duration, _ holds: Bool, at now: Instant) -> Bool {
        guard holds else {
            since = nil
            return false
        }
        let began = since ?? now
        since = began
        return now.duration(since: began) >= time
    }
}
