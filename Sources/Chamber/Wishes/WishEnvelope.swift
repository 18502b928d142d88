/// A wish on its way to the controller, with who wants it.
package struct WishEnvelope: Equatable, Sendable {
    /// What is wanted.
    package let wish: Wish
    /// Who wants it.
    package let requester: Requester
    /// Names this wish in the outcomes; 0 where nobody waits for an answer.
    package let ticket: UInt64
    /// The heat that this wish starts ends unless the same requester renews within this time;
    /// `nil`: no renewal is needed. Held to 10 s…5 min (safety rule `control.lease_expired`).
    package let lease: Duration?

    package init(
        _ wish: Wish,
        from requester: Requester,
        ticket: UInt64 = 0,
        lease: Duration? = nil
    ) {
        self.wish = wish
        self.requester = requester
        self.ticket = ticket
        self.lease = lease
    }
}
