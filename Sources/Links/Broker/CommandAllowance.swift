import Chamber

/// How many commands a broker's clients may send: enough for every slider that a person drags, too few
/// to keep the controller's queue from others.
struct CommandAllowance {
    /// At once.
    static let burst = 20.0
    /// In the long run.
    static let perSecond = 10.0

    private var left = CommandAllowance.burst
    private var counted = Instant.zero

    /// Takes one, where there is one.
    mutating func take(at now: Instant) -> Bool {
        let gained = now.seconds(since: counted) * Self.perSecond
        left = min(Self.burst, left + max(0, gained))
        counted = now
        guard left >= 1 else { return false }
        left -= 1
        return true
    }
}
