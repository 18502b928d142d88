import SwitchCore

/// A start of a drying run in a mode that has none: it waits a second for its requester to choose the
/// mode drying (Panda Breath wire contract, section 5).
struct RememberedStart: Codable {
    private static let patience = Duration.seconds(1)

    private var requester: Requester?
    private var until = Instant.zero

    init() {}

    /// Remembers that `requester` asked for a run.
    mutating func remember(_ requester: Requester, at now: Instant) {
        self.requester = requester
        until = now.advanced(by: Self.patience)
    }

    /// Whether `requester` asked for a run within the last second; forgets any start.
    mutating func collect(of requester: Requester, at now: Instant) -> Bool {
        defer { forget() }
        return self.requester == requester && now < until
    }

    /// No run starts with the next choice of the mode drying.
    mutating func forget() {
        requester = nil
    }
}
