/// The lease of the remote session that heat depends on.
package struct LeaseStatus: Equatable, Sendable {
    /// The session that holds the lease.
    package var requester: Requester
    /// The time until the heat ends, unless the session renews the lease.
    package var remaining: Duration

    package init(requester: Requester, remaining: Duration) {
        self.requester = requester
        self.remaining = remaining
    }
}
