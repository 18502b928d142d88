import Chamber

/// An alarm that stands.
struct ReefnetStanding: Equatable, Sendable {
    let alarm: ReefnetAlarm
    /// The rule behind it.
    let code: FaultCode
    /// What happened, for people.
    let detail: String
    var triggeredAt: Int64
    /// The chamber's mean temperature when it began, in °C; `nil`: no probe read.
    var average: Double?
    /// The hub learned of it on an earlier connection.
    var isStale = false

    /// All that `snapshot` shows, the most urgent first, one of each alarm; the latched fault
    /// speaks for its alarm.
    static func all(in moment: ReefnetMoment) -> [ReefnetStanding] {
        let snapshot = moment.snapshot
        var found: [ReefnetStanding] = []
        func add(_ code: FaultCode, _ detail: String, at wall: Int64, average: Double?) {
            guard let alarm = code.rule.reefnetAlarm, !found.contains(where: { $0.alarm == alarm })
            else { return }
            found.append(
                ReefnetStanding(
                    alarm: alarm,
                    code: code,
                    detail: detail,
                    triggeredAt: wall,
                    average: average
                )
            )
        }
        func addNow(_ code: FaultCode) {
            let average = snapshot.averageDegrees
            add(code, code.rule.title, at: moment.wallMilliseconds, average: average)
        }
        if let record = snapshot.latch {
            let average = moment.averageAtTrip(of: record)
            add(record.code, record.sentence, at: moment.wall(of: record), average: average)
        }
        for code in snapshot.warnings.codes { addNow(code) }
        // Heat that ended for want of an effect leaves no warning, but the reason stays.
        if !snapshot.settings.isOn, snapshot.offReason == .overrun {
            addNow(.heaterOverrun)
        }
        let order = ReefnetAlarm.allCases
        return found.sorted {
            order.firstIndex(of: $0.alarm) ?? 0 < order.firstIndex(of: $1.alarm) ?? 0
        }
    }
}
