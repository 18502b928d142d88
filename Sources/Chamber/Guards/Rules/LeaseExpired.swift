import SwitchCore

/// `control.lease_expired`: heat that a remote session asked for ends when the session goes silent.
///
/// The `/ws` protocol has no renewal: with the board's `panda_client_timeout`, heat that one of its
/// clients asked for ends when none has been connected for that long.
/// Tests: `LeaseExpiredTests`, `PandaAbsenceTests`.
struct LeaseExpired: GuardRule {
    static let description = RuleDescription(
        word: "control.lease_expired",
        title: "The remote control went silent",
        remedy: "Check the program that asked for heat and its network.",
        reefnetAlarm: nil,
        sentence: { "Nothing was heard for \($0.value) s; the limit is \($0.limit) s." },
        condition: { "a program that promised to renew its wish did not" },
        action: { "off" }
    )

    private var holder: Requester?
    private var term = Duration.zero
    private var end = Instant.distantFuture
    /// Since when no `/ws` client is connected; `nil` while one is.
    private var absentSince: Instant?

    init() {}

    /// Starts a lease, or none where `term` is `nil`: the newest wish for heat decides.
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

    /// Restarts the term where `requester` holds the lease; returns whether it does.
    mutating func renew(_ requester: Requester, at now: Instant) -> Bool {
        guard let holder, holder == requester else { return false }
        end = now.advanced(by: term)
        return true
    }

    /// Drops the lease, because the power is off.
    mutating func cancel() {
        holder = nil
    }

    /// Receives the number of connected `/ws` clients.
    mutating func count(pandaClients count: Int, at now: Instant) {
        absentSince = count > 0 ? nil : absentSince ?? now
    }

    func judge(_ input: GuardInput) -> Hazard? {
        guard input.isArmed else { return nil }
        if holder != nil, input.now >= end { return Self.hazard(term, term) }
        guard let timeout = input.pandaClientTimeout, input.heatRequestedBy.kind == .panda,
            let absentSince
        else { return nil }
        let absence = input.now.duration(since: absentSince)
        return absence >= timeout ? Self.hazard(absence, timeout) : nil
    }

    private static func hazard(_ time: Duration, _ limit: Duration) -> Hazard {
        Hazard(
            .leaseExpired,
            .powerOff(.leaseExpired),
            .measured(time.inSeconds, limit: limit.inSeconds)
        )
    }

    /// The lease for the snapshot; `nil` without one.
    func status(at now: Instant) -> LeaseStatus? {
        holder.map {
            LeaseStatus(requester: $0, remaining: max(end.duration(since: now), .zero), term: term)
        }
    }
}
