import Chamber
package import Pacing
package import SwitchCore

/// Decides when to dial a link, and which changes to report. A value without clock and network.
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
    /// The state that was reported last; `nil`: none yet.
    private var toldIsOpen: Bool?
    /// A link that is lost again and again is reported at most once in this time.
    private var limiter = Limiter(every: .minutes(1))

    /// - Parameter backOff: the pauses between attempts; each successful connection resets them.
    package init(_ backOff: BackOff) {
        self.backOff = backOff
    }

    /// Whether to dial now; true also marks the attempt as begun.
    package mutating func beginDueDial(at now: Instant) -> Bool {
        guard case .waiting(let until) = state, now >= until else { return false }
        state = .dialling
        return true
    }

    /// The connection has opened.
    package mutating func opened() {
        state = .open
        backOff.reset()
    }

    /// The connection ended or failed to open; `reason` is a clause for people.
    package mutating func ended(_ reason: String, at now: Instant) {
        state = .waiting(until: now.advanced(by: backOff.next()))
        self.reason = reason
    }

    /// The link is open.
    package var isOpen: Bool {
        if case .open = state { return true }
        return false
    }

    /// The change to report: success for a connection, failure for a lost one; `nil`: nothing new.
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

    /// The connection is lost.
    package struct Lost: Error {
        /// Why, as a clause after a colon.
        package let reason: String
    }
}
