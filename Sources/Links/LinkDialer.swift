package import Chamber

/// When to dial, and what is worth telling of it. A value without clock and network.
///
/// ```
///            time to dial            opened
///   waiting ─────────────▶ dialling ────────▶ open
///      ▲ ◀────────────────────┴─────────────────┘ ended
/// ```
package struct LinkDialer: Sendable {
    /// How long after an end it is tried again: the first pause doubles up to the longest, and begins
    /// anew once a connection has stood.
    package struct Patience: Equatable, Sendable {
        package var first: Duration
        package var longest: Duration

        package init(first: Duration, longest: Duration) {
            self.first = first
            self.longest = longest
        }
    }

    private enum State {
        case waiting(until: Instant)
        case dialling
        case open
    }

    /// A link that comes and goes is told of once in so long.
    private static let telling = Duration.minutes(1)

    private let patience: Patience
    private var state = State.waiting(until: .zero)
    private var pause: Duration
    private var reason = ""
    /// What was told last, and when; `nil`: nothing yet.
    private var told: (isOpen: Bool, at: Instant)?

    package init(_ patience: Patience) {
        self.patience = patience
        pause = patience.first
    }

    /// Whether to dial now.
    package mutating func shallDial(at now: Instant) -> Bool {
        guard case .waiting(let until) = state, now >= until else { return false }
        state = .dialling
        return true
    }

    /// The connection stands.
    package mutating func opened() {
        state = .open
        pause = patience.first
    }

    /// It is no more, or never was; `reason` in words.
    package mutating func ended(_ reason: String, at now: Instant) {
        state = .waiting(until: now.advanced(by: pause))
        pause = min(pause + pause, patience.longest)
        self.reason = reason
    }

    /// The link is open.
    package var isOpen: Bool {
        if case .open = state { return true }
        return false
    }

    /// What is to be remembered: `true` for found, words for lost; `nil`: nothing new.
    package mutating func news(at now: Instant) -> Result<Void, Lost>? {
        switch state {
        case .dialling: return nil
        case .waiting where reason.isEmpty: return nil
        case .waiting, .open: break
        }
        if let told {
            guard told.isOpen != isOpen, now.duration(since: told.at) >= Self.telling else {
                return nil
            }
        }
        told = (isOpen, now)
        return isOpen ? .success(()) : .failure(Lost(reason: reason))
    }

    /// The other side is away.
    package struct Lost: Error {
        /// To follow a colon.
        package let reason: String
    }
}
