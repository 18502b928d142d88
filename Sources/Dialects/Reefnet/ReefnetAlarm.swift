import Chamber

/// The safety alarms of the protocol, the most urgent first.
///
/// The order is ours, for the alarm that a hub shows alone: nothing that can be measured comes before
/// anything that can, and heat that goes on before heat that has ended.
enum ReefnetAlarm: String, CaseIterable, Sendable {
    case probeDualFailure = "safety.probe_dual_failure"
    case thermalRunaway = "safety.thermal_runaway"
    case relayStuck = "safety.relay_stuck"
    case heaterOverrun = "safety.heater_overrun"
    case probeSingleFailure = "safety.probe_single_failure"
    case probeMismatch = "safety.probe_mismatch"

    /// The nearest alarm to a rule of ours; `nil`: it is no alarm, but the ordinary end of a session.
    init?(_ code: FaultCode) {
        switch code {
        // Whether a fault was latched is unknown, as everything is without a probe.
        case .probeDualFailure, .stateUnreadable: self = .probeDualFailure
        case .thermalRunaway, .overTemperature: self = .thermalRunaway
        case .relayStuck, .outputLost: self = .relayStuck
        // A clock that stands still cannot tell how long the heat has lasted.
        case .heaterOverrun, .heatingFailed, .noProgress, .holdPower, .clock: self = .heaterOverrun
        case .probeSingleFailure, .sensorFrozen: self = .probeSingleFailure
        case .probeMismatch: self = .probeMismatch
        case .leaseExpired: return nil
        }
    }

    /// Its name for people.
    var title: String {
        switch self {
        case .probeDualFailure: "All probes offline"
        case .thermalRunaway: "Thermal runaway"
        case .relayStuck: "Relay stuck"
        case .heaterOverrun: "Heater overrun"
        case .probeSingleFailure: "Probe failure"
        case .probeMismatch: "Probe mismatch"
        }
    }
}

/// An alarm that stands.
struct ReefnetStanding: Equatable, Sendable {
    let alarm: ReefnetAlarm
    /// The rule behind it.
    let code: FaultCode
    /// What happened, for people.
    let detail: String
    var triggeredAt: Int64
    /// The hub heard of it on a connection that is gone.
    var isStale = false

    /// All that `snapshot` shows, the most urgent first, one of each alarm; the latched fault
    /// speaks for its alarm.
    static func all(in snapshot: Snapshot, at wallMilliseconds: Int64) -> [ReefnetStanding] {
        var found: [ReefnetStanding] = []
        func add(_ code: FaultCode, _ detail: String) {
            guard let alarm = ReefnetAlarm(code), !found.contains(where: { $0.alarm == alarm })
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
        if let record = snapshot.latch { add(record.code, FaultAccount.of(record)) }
        for code in snapshot.warnings.codes { add(code, code.title) }
        // Heat that ended for want of an effect leaves no warning, but the reason stays.
        if !snapshot.settings.isOn, snapshot.offReason == .overrun {
            add(.heaterOverrun, FaultCode.heaterOverrun.title)
        }
        let order = ReefnetAlarm.allCases
        return found.sorted {
            order.firstIndex(of: $0.alarm) ?? 0 < order.firstIndex(of: $1.alarm) ?? 0
        }
    }
}
