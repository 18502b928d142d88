/// The only list of rules, most severe first: heat that may be out of control. A new rule has a file in
/// `Rules/` and a line in each part of this file.
///
/// The numbers are the codes in recordings and in sets; once released they never change.
package enum FaultCode: UInt8, CaseIterable, Codable, Sendable {
    case smokeDetected = 24
    case emergencyStop = 25
    case cutoutOpened = 26
    case cutoutCycling = 27
    case outputLost = 11
    case overTemperature = 4
    case probeSingleFailure = 0
    case probeDualFailure = 1
    case sensorFrozen = 3
    case probeMismatch = 2
    case heatingFailed = 5
    case relayStuck = 6
    case blowerStopped = 15
    case thermalRunaway = 7
    case chamberAboveSetPoint = 19
    case heaterOverrun = 8
    case noProgress = 9
    case heatBalance = 17
    case probesDisagreeCold = 18
    case holdPower = 10
    case blowerWeak = 16
    case heaterWeak = 20
    case relayWorn = 21
    case clock = 12
    case leaseExpired = 13
    case stateUnreadable = 14

    /// All codes in the order of their numbers.
    package static let byNumber = allCases.sorted { $0.rawValue < $1.rawValue }

    /// The rule's description.
    package var rule: RuleDescription {
        switch self {
        case .smokeDetected: SmokeDetected.description
        case .emergencyStop: EmergencyStop.description
        case .cutoutOpened: CutoutOpened.description
        case .cutoutCycling: CutoutCycling.description
        case .outputLost: OutputLost.description
        case .overTemperature: OverTemperature.description
        case .probeSingleFailure: ProbeFailure.single
        case .probeDualFailure: ProbeFailure.dual
        case .sensorFrozen: SensorFrozen.description
        case .probeMismatch: ProbeMismatch.description
        case .heatingFailed: HeatingFailed.description
        case .relayStuck: RelayStuck.description
        case .blowerStopped: BlowerStopped.description
        case .thermalRunaway: ThermalRunaway.description
        case .chamberAboveSetPoint: ChamberAboveSetPoint.description
        case .heaterOverrun: HeaterOverrun.description
        case .noProgress: NoProgress.description
        case .heatBalance: HeatBalance.description
        case .probesDisagreeCold: ProbesDisagreeCold.description
        case .holdPower: HoldPower.description
        case .blowerWeak: BlowerWeak.description
        case .heaterWeak: HeaterWeak.description
        case .relayWorn: RelayWorn.description
        case .clock: ClockStumble.description
        case .leaseExpired: LeaseExpired.description
        case .stateUnreadable: StateUnreadable.description
        }
    }
}

/// Every rule that each step judges, with its state between steps.
struct Rules: Codable {
    private var smokeDetected = SmokeDetected()
    private var emergencyStop = EmergencyStop()
    private var cutoutOpened = CutoutOpened()
    private var cutoutCycling = CutoutCycling()
    private var outputLost = OutputLost()
    private var overTemperature = OverTemperature()
    private var probeFailure = ProbeFailure()
    private var sensorFrozen = SensorFrozen()
    private var probeMismatch = ProbeMismatch()
    private var heatingFailed = HeatingFailed()
    private(set) var relayStuck = RelayStuck()
    private var blowerStopped = BlowerStopped()
    private var thermalRunaway = ThermalRunaway()
    private var chamberAboveSetPoint = ChamberAboveSetPoint()
    var heaterOverrun = HeaterOverrun()
    private var noProgress = NoProgress()
    private var heatBalance = HeatBalance()
    private(set) var probesDisagreeCold = ProbesDisagreeCold()
    private var holdPower = HoldPower()
    private var blowerWeak = BlowerWeak()
    private var heaterWeak = HeaterWeak()
    private var relayWorn = RelayWorn()
    private var clock = ClockStumble()
    var leaseExpired = LeaseExpired()

    /// Judges one step.
    mutating func judge(_ input: GuardInput) -> ShortList<Findings.Finding> {
        var findings = Findings()
        findings.judge(&smokeDetected, input)
        findings.judge(&emergencyStop, input)
        findings.judge(&cutoutOpened, input)
        findings.judge(&cutoutCycling, input)
        findings.judge(&outputLost, input)
        findings.judge(&overTemperature, input)
        findings.judge(&probeFailure, input)
        // The later rules judge a heater that is off once a rule has stopped the heat. A constant,
        // because a variable of this size would be copied for each rule.
        let rest = findings.stopsHeat ? input.disarmed : input
        findings.judge(&sensorFrozen, rest)
        findings.judge(&probeMismatch, rest)
        findings.judge(&heatingFailed, rest)
        findings.judge(&relayStuck, rest)
        findings.judge(&blowerStopped, rest)
        findings.judge(&thermalRunaway, rest)
        findings.judge(&chamberAboveSetPoint, rest)
        findings.judge(&heaterOverrun, rest)
        findings.judge(&noProgress, rest)
        findings.judge(&heatBalance, rest)
        findings.judge(&probesDisagreeCold, rest)
        findings.judge(&holdPower, rest)
        findings.judge(&blowerWeak, rest)
        findings.judge(&heaterWeak, rest)
        findings.judge(&relayWorn, rest)
        findings.judge(&clock, rest)
        findings.judge(&leaseExpired, rest)
        return findings.list
    }

    /// Whether the condition of a latched fault has gone, so that the fault may be cleared.
    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool {
        switch fault.code {
        case .smokeDetected: smokeDetected.isOver(fault, input)
        case .emergencyStop: emergencyStop.isOver(fault, input)
        case .cutoutOpened: cutoutOpened.isOver(fault, input)
        case .cutoutCycling: cutoutCycling.isOver(fault, input)
        case .outputLost: outputLost.isOver(fault, input)
        case .overTemperature: overTemperature.isOver(fault, input)
        case .probeSingleFailure, .probeDualFailure: probeFailure.isOver(fault, input)
        case .sensorFrozen: sensorFrozen.isOver(fault, input)
        case .probeMismatch: probeMismatch.isOver(fault, input)
        case .heatingFailed: heatingFailed.isOver(fault, input)
        case .relayStuck: relayStuck.isOver(fault, input)
        case .blowerStopped: blowerStopped.isOver(fault, input)
        case .thermalRunaway: thermalRunaway.isOver(fault, input)
        case .chamberAboveSetPoint: chamberAboveSetPoint.isOver(fault, input)
        case .heaterOverrun: heaterOverrun.isOver(fault, input)
        case .noProgress: noProgress.isOver(fault, input)
        case .heatBalance: heatBalance.isOver(fault, input)
        case .probesDisagreeCold: probesDisagreeCold.isOver(fault, input)
        case .holdPower: holdPower.isOver(fault, input)
        case .blowerWeak: blowerWeak.isOver(fault, input)
        case .heaterWeak: heaterWeak.isOver(fault, input)
        case .relayWorn: relayWorn.isOver(fault, input)
        case .clock: clock.isOver(fault, input)
        case .leaseExpired: leaseExpired.isOver(fault, input)
        case .stateUnreadable: true
        }
    }
}
