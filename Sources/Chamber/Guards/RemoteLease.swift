import SwitchCore

/// `control.lease_expired`: heat that a remote session asked for ends when the session goes silent.
/// Tests: `RemoteLeaseTests`.
struct RemoteLease: Codable {
    private(set) var holder: Requester?
    private var term = Duration.zero
    private var end = Instant.distantFuture

    init() {}

    /// Begins a lease, or none where `term` is `nil`: the newest wish for heat decides.
    mutating func begin(_ requester: Requester, term: Duration?, at now: Instant) {
        guard let term else {
            holder = nil
            return
        }
        holder = requester
        let allowed = Ceilings.remoteLease
        self.term = min(max(term, allowed.lowerBound), allowed.upperBound)
        end = now.advanced(by: self.term)
    }

    /// Begins the term anew where `requester` holds the lease; says whether it does.
    mutating func renew(_ requester: Requester, at now: Instant) -> Bool {
        guard let holder, holder == requester else { return false }
        end = now.advanced(by: term)
        return true
    }

    /// Forgets the lease: the power is off.
    mutating func cancel() {
        holder = nil
    }

    /// The rule's verdict.
    func judge(at now: Instant) -> Hazard? {
        guard holder != nil, now >= end else { return nil }
        return Hazard(
            code: .leaseExpired,
            severity: .powerOff(.leaseExpired),
            value: term.inSeconds,
            limit: term.inSeconds
        )
    }

    /// What is left of it, for the snapshot.
    func view(at now: Instant) -> LeaseStatus? {
        holder.map {
            LeaseStatus(requester: $0, remaining: max(end.duration(since: now), .zero))
        }
    }
}
