import Chamber

/// Lets the first note of a kind through and drops its repetitions for a while: a printer that comes
/// and goes, or sends garbage, must not push everything else out of the events.
struct NoteLimiter<Kind: Hashable & Sendable>: Sendable {
    private let interval: Duration
    private var last: [Kind: Instant] = [:]

    init(every interval: Duration) {
        self.interval = interval
    }

    /// Whether a note of this kind may be made now.
    mutating func allows(_ kind: Kind, at now: Instant) -> Bool {
        if let before = last[kind], now.duration(since: before) < interval { return false }
        last[kind] = now
        return true
    }
}
