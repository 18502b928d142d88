import SwitchCore

/// What a remote session renews.
extension Controller {
    mutating func renewLease(by requester: Requester, at now: Instant) -> WishOutcome.Answer {
        protection.rules.leaseExpired.renew(requester, at: now) ? .applied : .unchanged
    }

    /// Only who holds the lease may renew the session: a lease that is over renews nothing.
    mutating func renewSession(by requester: Requester, at now: Instant) -> WishOutcome.Answer {
        let answer = renewLease(by: requester, at: now)
        if answer == .applied { protection.rules.heaterOverrun.renewSession(at: now) }
        return answer
    }
}
