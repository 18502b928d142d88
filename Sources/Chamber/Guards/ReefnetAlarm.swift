/// The safety alarms of the reefnet protocol, the most urgent first; each rule names its nearest one.
///
/// The order is ours, for the alarm that a hub shows alone: what makes every measurement doubtful
/// comes first, and heat that goes on comes before heat that has ended.
package enum ReefnetAlarm: String, CaseIterable, Sendable {
    case probeDualFailure = "safety.probe_dual_failure"
    case thermalRunaway = "safety.thermal_runaway"
    case relayStuck = "safety.relay_stuck"
    case heaterOverrun = "safety.heater_overrun"
    case probeSingleFailure = "safety.probe_single_failure"
    case probeMismatch = "safety.probe_mismatch"

    /// Its name for people.
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
