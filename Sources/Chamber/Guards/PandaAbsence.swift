import SwitchCore

/// `control.lease_expired` for `/ws` clients, whose protocol knows no renewal: with the board's
/// `panda_client_timeout`, heat that one of them asked for ends when none has been connected for so
/// long. Tests: `PandaAbsenceTests`.
struct PandaAbsence: Codable {
    private let timeout: Duration?
    private var absentSince: Instant?

    init(timeout: Duration?) {
        self.timeout = timeout
    }

    /// Takes the number of connected clients.
    mutating func take(count: Int, at now: Instant) {
        absentSince = count > 0 ? nil : absentSince ?? now
    }

    /// The rule's verdict; `holder` asked for the heat.
    func judge(holder: Requester, at now: Instant) -> Hazard? {
        guard let timeout, holder.kind == .panda, let absentSince else { return nil }
        let absence = now.duration(since: absentSince)
        guard absence >= timeout else { return nil }
        return Hazard(
            code: .leaseExpired,
            severity: .powerOff(.leaseExpired),
            value: absence.inSeconds,
            limit: timeout.inSeconds
        )
    }
}
