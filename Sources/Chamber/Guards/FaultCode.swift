/// Every rule that can stop the heat, by the code that events, wire and documents use.
package enum FaultCode: UInt8, CaseIterable, Codable, Sendable {
    case probeSingleFailure
    case probeDualFailure
    case probeMismatch
    case sensorFrozen
    case overTemperature
    case heatingFailed
    case relayStuck
    case thermalRunaway
    case heaterOverrun
    case noProgress
    case holdPower
    case outputLost
    case clock
    case leaseExpired
    case stateUnreadable

    /// The code as it is written everywhere outside the program.
    package var code: String {
        switch self {
        case .probeSingleFailure: "safety.probe_single_failure"
        case .probeDualFailure: "safety.probe_dual_failure"
        case .probeMismatch: "safety.probe_mismatch"
        case .sensorFrozen: "safety.sensor_frozen"
        case .overTemperature: "safety.over_temperature"
        case .heatingFailed: "safety.heating_failed"
        case .relayStuck: "safety.relay_stuck"
        case .thermalRunaway: "safety.thermal_runaway"
        case .heaterOverrun: "safety.heater_overrun"
        case .noProgress: "safety.no_progress"
        case .holdPower: "safety.hold_power"
        case .outputLost: "safety.output_lost"
        case .clock: "safety.clock"
        case .leaseExpired: "control.lease_expired"
        case .stateUnreadable: "safety.state_unreadable"
        }
    }

    /// The heater may go on heating whatever its relay is told: the second relay, where there is one, has to
    /// open.
    package var isUncontrolledHeat: Bool {
        switch self {
        case .relayStuck, .overTemperature, .thermalRunaway, .outputLost: true
        case .probeSingleFailure, .probeDualFailure, .probeMismatch, .sensorFrozen, .heatingFailed,
            .heaterOverrun, .noProgress, .holdPower, .clock, .leaseExpired, .stateUnreadable:
            false
        }
    }

    /// The fault with this code, or `nil`.
    package init?(code: String) {
        guard let match = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = match
    }
}
