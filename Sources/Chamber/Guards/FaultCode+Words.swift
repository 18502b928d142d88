extension FaultCode {
    /// A few words for a headline.
    package var title: String {
        switch self {
        case .probeSingleFailure: "A temperature probe has failed"
        case .probeDualFailure: "No temperature probe can be read"
        case .probeMismatch: "The two chamber probes disagree"
        case .sensorFrozen: "A temperature probe is frozen"
        case .overTemperature: "Too hot"
        case .heatingFailed: "The heater does not heat"
        case .relayStuck: "The heater does not switch off"
        case .thermalRunaway: "The chamber heats without being asked to"
        case .heaterOverrun: "The heater ran for too long"
        case .noProgress: "The chamber does not get warmer"
        case .holdPower: "Holding takes an unusual amount of power"
        case .outputLost: "The outputs cannot be controlled"
        case .clock: "The controller's clock stumbled"
        case .leaseExpired: "The remote control went silent"
        case .stateUnreadable: "The stored state cannot be read"
        }
    }

    /// What to check before clearing it, in one sentence.
    package var remedy: String {
        switch self {
        case .probeSingleFailure, .probeDualFailure:
            "Check the probe's plug and cable, and the converter's wiring."
        case .probeMismatch:
            "Check that both probes sit in the chamber's air and that neither plug is loose."
        case .sensorFrozen:
            "Check that the converter is alive and that the probe's cable is not touching a rail."
        case .overTemperature:
            "Let it cool, check the blower and the relay, and that nothing blocks the air."
        case .heatingFailed:
            "Check the heater's plug, the thermal cut-out and the relay's input."
        case .relayStuck:
            "Unplug the mains: the relay may be welded, or the blower may have stopped. Replace what failed."
        case .thermalRunaway:
            "Unplug the mains and check the relay."
        case .heaterOverrun:
            "Check that the door is closed and the heater is strong enough, then start again."
        case .noProgress:
            "Close the door, or lower the target."
        case .holdPower:
            "Check the door, the blower and the chamber's insulation."
        case .outputLost:
            "Check the relay's line and the log, then restart the service."
        case .clock:
            "Check the machine's load and power supply."
        case .leaseExpired:
            "Check the program that asked for heat and its network."
        case .stateUnreadable:
            "Check the state directory and its disk; what is there was left as it is."
        }
    }
}
