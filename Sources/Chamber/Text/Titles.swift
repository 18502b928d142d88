import SwitchCore

extension OffReason {
    /// Why the power is off, as the end of a sentence.
    package var explanation: String {
        switch self {
        case .boot: "not turned on since the start"
        case .wish: "as asked"
        case .fault: "a fault is latched"
        case .sessionLimit: "the longest session is over"
        case .overrun: "the heater ran at full power for too long without effect"
        case .leaseExpired: "the program that asked for heat went silent"
        case .clock: "the machine's clock stumbled"
        case .calibrationOver: "the calibration is over"
        case .heatBalance: "the temperature did not account for the power"
        }
    }
}

extension OperatingMode {
    /// The mode's name for people.
    package var title: String {
        switch self {
        case .auto: "auto"
        case .alwaysOn: "always on"
        case .drying: "drying"
        }
    }
}

extension ProbeName {
    /// The probe's name for people.
    package var title: String {
        switch self {
        case .chamber: "chamber probe"
        case .chamberSecond: "second chamber probe"
        case .element: "element probe"
        }
    }
}
