/// How long to wait before the broker is tried again: a second, and twice as long each time, to a minute.
///
/// A broker that comes back meets all of its devices at once: each waits its own part longer.
struct BrokerPatience {
    static let longest = Duration.seconds(60)

    private var next = Duration.seconds(1)

    /// The connection held: begin anew.
    mutating func reset() {
        next = .seconds(1)
    }

    /// The pause before the next attempt; `part` in 0…1 spreads devices over half of it.
    mutating func take(part: Double) -> Duration {
        defer { next = min(next * 2, Self.longest) }
        return next + next * (part / 2)
    }
}
