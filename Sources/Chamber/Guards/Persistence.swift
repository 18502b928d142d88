/// For how long a condition has held without a break.
struct Persistence: Codable {
    private var since: Instant?

    init() {}

    /// Takes whether the condition holds now; answers with the time that it has held, `nil` when it
    /// does not.
    mutating func step(_ holds: Bool, at now: Instant) -> Duration? {
        guard holds else {
            since = nil
            return nil
        }
        let began = since ?? now
        since = began
        return now.duration(since: began)
    }

    /// The condition has held for at least `time`.
    mutating func lasts(_ time: Duration, _ holds: Bool, at now: Instant) -> Bool {
        step(holds, at: now).map { $0 >= time } ?? false
    }
}
