/// A wish with its sender.
package struct WishEnvelope: Equatable, Sendable {
    /// The wish.
    package let wish: Wish
    /// The sender.
    package let requester: Requester
    /// Identifies this wish in the outcomes; 0 where no sender waits for an answer.
    package let ticket: UInt64
    /// The heat that this wish starts ends unless the same requester renews within this time; `nil`: no
    /// renewal is needed. Limited to 10 s…5 min (safety rule `control.lease_expired`).
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
