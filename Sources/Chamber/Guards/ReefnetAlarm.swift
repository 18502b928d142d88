/// The safety alarms of the reefnet protocol, most urgent first; each rule names the nearest one.
///
/// The order is Hearth's own, for a hub that shows only one alarm: first what makes every measurement
/// doubtful, then heat that continues, then heat that has ended.
package enum ReefnetAlarm: String, CaseIterable, Sendable {
    case probeDualFailure = "safety.probe_dual_failure"
    case thermalRunaway = "safety.thermal_runaway"
    case relayStuck = "safety.relay_stuck"
    case heaterOverrun = "safety.heater_overrun"
    case probeSingleFailure = "safety.probe_single_failure"
    case probeMismatch = "safety.probe_mismatch"

    /// The alarm's name for people.
    package var title: String {
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
