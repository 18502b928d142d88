import Chamber
import FlightLog
import Plant
import SwitchCore

/// A simulated chamber whose controller gets random wishes and faults, with every step recorded.
struct RecordedLife {
    var controller: Controller
    /// Steps that wait for a segment.
    var encoder = StepEncoder(limit: 1 << 20)
    private(set) var faults: Set<FaultCode> = []
    private(set) var steps = 0
    private(set) var heatingSteps = 0

    private var numbers: RandomNumbers
    private var heater: SimulatedHeater
    private var now = Instant(nanoseconds: 5_000_000_000)
    private var waiting: [WishEnvelope] = []
    private var ends: [PlantFault: Int] = [:]

    init(seed: UInt64, configuration: ControllerConfiguration = NominalBoard.configuration) {
        numbers = RandomNumbers(seed: seed)
        controller = Controller(configuration, at: now)
        heater = SimulatedHeater(
            configuration,
            plant: PlantParameters(),
            at: now
        )
    }

    mutating func live(steps count: Int) {
        for _ in 0..<count { liveOneStep() }
    }

    private mutating func liveOneStep() {
        steps += 1
        // A real beat is a little late, and sometimes very late.
        let late = numbers.next() % 5_000 == 0 ? 2_500_000_000 : Int64(numbers.next() % 80_000)
        now = Instant(nanoseconds: now.nanoseconds + 100_000_000 + late)
        if numbers.next() % 300 == 0 { happen() }
        for (fault, end) in ends where steps >= end {
            heater.chamber.faults[fault] = false
            ends[fault] = nil
        }
        heater.advance(to: now)
        var input = StepInput(reading: heater.reading, report: heater.report)
        input.receiveWishes(from: &waiting)
        let actions = controller.step(input, at: now)
        heater.receive(actions.command, at: now)
        _ = encoder.append(input, at: now, actions)
        if actions.command.heater > .off { heatingSteps += 1 }
        for event in actions.events {
            if case .latched(let record) = event.kind { faults.insert(record.code) }
            if case .clearApproved(let number) = event.kind {
                wish(.confirmLatchCleared(number), from: Requester(.store))
            }
        }
    }

    private mutating func happen() {
        switch numbers.next() % 10 {
        case 0:
            let count = UInt64(PlantFault.allCases.count)
            let fault = PlantFault.allCases[Int(numbers.next() % count)]
            heater.chamber.faults[fault] = true
            ends[fault] = steps + 20 + Int(numbers.next() % 2_000)
        case 1, 2: wish(.clearLatch)
        default:
            let all = EveryWish.list
            let lease: Duration? = numbers.next() % 5 == 0 ? .milliseconds(61_500) : nil
            wish(all[Int(numbers.next() % UInt64(all.count))], lease: lease)
        }
    }

    private mutating func wish(
        _ wish: Wish,
        from requester: Requester = Requester(.api, session: 7),
        lease: Duration? = nil
    ) {
        let envelope = WishEnvelope(wish, from: requester, ticket: UInt64(steps), lease: lease)
        waiting.append(envelope)
    }
}

/// A wish of every kind, with distinct values.
enum EveryWish {
    static let list: [Wish] = [
        .setPower(true), .setPower(false), .setMode(.alwaysOn), .setTarget(Celsius(41.25)),
        .setFanBedThreshold(Celsius(35)), .setHeatBedThreshold(Celsius(77)),
        .selectDryingPreset(.petg), .setCustomDryingTarget(Celsius(52)), .setCustomDryingHours(-3),
        .startDrying, .stopDrying, .heat(to: Celsius(58.5)), .dry(target: Celsius(50), hours: 6),
        .dryPreset(.pla), .renewLease, .reportBed(nil),
        .reportBed(BedReport(target: Celsius(90), isPrinting: true)),
        .reportBed(BedReport(target: Celsius(0), isPrinting: false)),
        .reportBed(BedReport(target: Celsius(90), isPrinting: true, chamberTarget: Celsius(55))),
        .reportBed(BedReport(target: Celsius(0), isPrinting: false, chamberTarget: Celsius(0))),
        .reportBed(BedReport(target: Celsius(90), isPrinting: false, isPreheating: true)),
        .reportBed(BedReport(target: Celsius(90), isPrinting: true, highestTarget: Celsius(40))),
        .reportPandaClients(3),
        .setOffset(.element, TemperatureDelta(-1.5)), .clearLatch, .confirmLatchCleared(77),
        .restoreFactorySettings, .calibrate, .stopCalibration, .forgetCalibration,
        .restartRelayCount,
        .skipSoak,
        .soak(at: Celsius(51)), .heat(to: Celsius(55)),
        .heat(to: Celsius(60)), .tune(Tuning()), .tune(fullTuning), .silence(.acknowledge),
        .setVolume(30), .setBrightness(-7), .setDryingTarget(Celsius(49)),
        .setShownTarget(Celsius(46)), .startDryingInMode, .run(.drying), .run(.auto),
        .soakAtTarget, .renewSession,
        .dryFor(target: Celsius(50), minutes: 390),
        .changeDrying(target: Celsius(48), addedMinutes: -60),
        .changeDrying(target: nil, addedMinutes: 90),
    ]

    private static var fullTuning: Tuning {
        var tuning = Tuning()
        tuning.target = Celsius(26)
        tuning.band = TemperatureDelta(0.4)
        tuning.lowerEnd = Celsius(25.5)
        tuning.upperEnd = Celsius(26.25)
        tuning.guards.probeTolerance = TemperatureDelta(0.7)
        tuning.guards.runawayDelta = TemperatureDelta(2)
        tuning.guards.stuckRelayDelta = TemperatureDelta(0.5)
        tuning.guards.probeTimeout = .seconds(30)
        tuning.guards.longestFullPower = .minutes(15)
        tuning.guards.stuckRelayWindow = .milliseconds(90_500)
        tuning.isHeating = true
        return tuning
    }
}
