import Chamber
package import Pacing
package import SwitchCore

/// When to dial, and what is worth telling of it. A value without clock and network.
///
/// ```
///            time to dial            opened
///   waiting ─────────────▶ dialling ────────▶ open
///      ▲ ◀────────────────────┴─────────────────┘ ended
/// ```
package struct LinkDialer: Sendable {
    private enum State {
        case waiting(until: Instant)
        case dialling
        case open
    }

    private var backOff: BackOff
    private var state = State.waiting(until: .zero)
    private var reason = ""
    /// What was told last; `nil`: nothing yet.
    private var toldIsOpen: Bool?
    /// A link that comes and goes is told of once in this time.
    private var limiter = Limiter(every: .minutes(1))

    /// - Parameter backOff: how long after an end it is dialled again; it begins with the first pause
    ///   after a connection that stood.
    package init(_ backOff: BackOff) {
        self.backOff = backOff
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
        backOff.reset()
    }

    /// The connection ended or failed to open; `reason` in words.
    package mutating func ended(_ reason: String, at now: Instant) {
        state = .waiting(until: now.advanced(by: backOff.next()))
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
        guard toldIsOpen != isOpen, limiter.allows(at: now) else { return nil }
        toldIsOpen = isOpen
        return isOpen ? .success(()) : .failure(Lost(reason: reason))
    }

    /// The other side is away.
    package struct Lost: Error {
        /// To follow a colon.
        package let reason: String
    }
}
