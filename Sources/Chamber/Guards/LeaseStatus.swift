/// The lease of the remote session that heat depends on.
package struct LeaseStatus: Equatable, Sendable {
    /// The session that holds the lease.
    package var requester: Requester
    /// The time until the heat ends, unless the session renews the lease.
    package var remaining: Duration
    /// The whole time that it was granted for.
    package var term: Duration

    package init(requester: Requester, remaining: Duration, term: Duration = .zero) {
        self.requester = requester
        self.remaining = remaining
        self.term = term
    }
}
