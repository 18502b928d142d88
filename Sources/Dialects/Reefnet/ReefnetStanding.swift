import Chamber

/// An alarm that stands.
struct ReefnetStanding: Equatable, Sendable {
    let alarm: ReefnetAlarm
    /// The rule behind it.
    let code: FaultCode
    /// What happened, for people.
    let detail: String
    var triggeredAt: Int64
    /// The hub learned of it on an earlier connection.
    var isStale = false

    /// All that `snapshot` shows, the most urgent first, one of each alarm; the latched fault
    /// speaks for its alarm.
    static func all(in snapshot: Snapshot, at wallMilliseconds: Int64) -> [ReefnetStanding] {
        var found: [ReefnetStanding] = []
        func add(_ code: FaultCode, _ detail: String) {
            guard let alarm = code.rule.reefnetAlarm, !found.contains(where: { $0.alarm == alarm })
            else { return }
            found.append(
                ReefnetStanding(
                    alarm: alarm,
                    code: code,
                    detail: detail,
                    triggeredAt: wallMilliseconds
                )
            )
        }
        if let record = snapshot.latch { add(record.code, record.sentence) }
        for code in snapshot.warnings.codes { add(code, code.rule.title) }
        // Heat that ended for want of an effect leaves no warning, but the reason stays.
        if !snapshot.settings.isOn, snapshot.offReason == .overrun {
            add(.heaterOverrun, FaultCode.heaterOverrun.rule.title)
        }
        let order = ReefnetAlarm.allCases
        return found.sorted {
            order.firstIndex(of: $0.alarm) ?? 0 < order.firstIndex(of: $1.alarm) ?? 0
        }
    }
}
