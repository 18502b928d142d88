import Chamber
import Plant
import SwitchCore

/// A life of random wishes and faults for a simulated chamber, with the invariants of the safety
/// document judged at every step.
struct RandomLife {
    /// Violations of an invariant, with their time.
    private(set) var violations: [String] = []
    /// A fingerprint of every output: the same life has the same one.
    private(set) var fingerprint: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var faultsSeen: Set<FaultCode> = []
    private(set) var heatingSteps = 0
    private(set) var clearings = 0

    private var numbers: RandomNumbers
    private var controller: Controller
    private var heater: SimulatedHeater
    private var now = Instant.zero
    private var waiting: [WishEnvelope] = []
    private var nextEvent = 50
    private var endOfFault: [PlantFault: Int] = [:]
    private var step = 0
    private var judge: InvariantJudge

    init(seed: UInt64, plant: PlantParameters = PlantParameters()) {
        var configuration = NominalBoard.configuration
        configuration.pandaClientTimeout = .minutes(10)
        judge = InvariantJudge(configuration)
        numbers = RandomNumbers(seed: seed)
        controller = Controller(configuration, at: .zero)
        heater = SimulatedHeater(
            configuration,
            plant: plant,
            at: .zero
        )
    }

    /// Lives for so many steps of 100 ms; stops early when an invariant is violated.
    mutating func live(steps: Int) {
        for _ in 0..<steps where violations.isEmpty { liveOneStep() }
    }

    private mutating func liveOneStep() {
        step += 1
        now = now.advanced(by: ScenarioRunner.beat)
        if step >= nextEvent {
            nextEvent = step + 1 + Int(numbers.next() % 1_200)
            happen()
        }
        for (fault, end) in endOfFault where step >= end {
            heater.chamber.faults[fault] = false
            endOfFault[fault] = nil
        }
        heater.advance(to: now)
        var input = StepInput(reading: heater.reading, report: heater.report)
        while input.wishes.count < StepInput.mostWishes, !waiting.isEmpty {
            let envelope = waiting.removeFirst()
            if envelope.wish == .clearLatch { judge.recordClearing() }
            input.wishes.append(envelope)
        }
        let actions = controller.step(input, at: now)
        heater.receive(actions.command, at: now)
        judge(actions)
        for event in actions.events { remember(event) }
    }

    private mutating func remember(_ event: Event) {
        switch event.kind {
        case .latched(let record):
            faultsSeen.insert(record.code)
        case .clearApproved(let number):
            // One time in eight the disk fails silently.
            guard numbers.next() % 8 != 0 else { return }
            wish(.confirmLatchCleared(number), from: Requester(.store))
        case .latchCleared:
            clearings += 1
        case .started, .poweredOn, .poweredOff, .dryingStarted, .dryingEnded, .settingsChanged,
            .warningRaised, .warningEnded, .foldbackBegan, .foldbackEnded, .heatPaused,
            .heatResumed, .calibrationStarted, .calibrationFailed, .modelAdopted, .modelRefused,
            .soakEnded, .calibrationForgotten, .calibrationOutdated:
            break
        }
    }

    // MARK: What happens

    private mutating func happen() {
        switch numbers.next() % 12 {
        case 0: heater.chamber.setDoor(isOpen: numbers.next() % 3 == 0)
        case 1: heater.chamber.setRoom(-5 + 45 * numbers.uniform())
        case 2: breakSomething()
        case 3, 4: wish(.clearLatch)
        default: wish(randomWish(), lease: numbers.next() % 6 == 0 ? randomLease() : nil)
        }
    }

    private mutating func breakSomething() {
        let fault = PlantFault.allCases[Int(numbers.next() % UInt64(PlantFault.allCases.count))]
        heater.chamber.faults[fault] = true
        endOfFault[fault] = step + 1 + Int(numbers.next() % 3_000)
    }

    private mutating func randomLease() -> Duration {
        .seconds(Int(numbers.next() % 1_000) - 100)
    }

    /// Any temperature that the type allows, most of them sensible.
    private mutating func randomCelsius() -> Celsius {
        switch numbers.next() % 6 {
        case 0: Celsius(-273.15 + 10_000 * numbers.uniform())
        case 1: Celsius(.nan)
        default: Celsius(20 + 60 * numbers.uniform())
        }
    }

    private mutating func randomHours() -> Int {
        [Int.min, -1, 0, 1, 6, 99, .max][Int(numbers.next() % 7)]
    }

    private mutating func randomWish() -> Wish {
        switch numbers.next() % 30 {
        case 0: .setPower(false)
        case 1, 2: .setPower(true)
        case 3: .setMode(OperatingMode.allCases[Int(numbers.next() % 3)])
        case 4: .setTarget(randomCelsius())
        case 5: .setFanBedThreshold(randomCelsius())
        case 6: .setHeatBedThreshold(randomCelsius())
        case 7: .selectDryingPreset(DryingPreset.allCases[Int(numbers.next() % 3)])
        case 8: .setCustomDryingTarget(randomCelsius())
        case 9: .setCustomDryingHours(randomHours())
        case 10: .startDrying
        case 11: .stopDrying
        case 12, 13, 14: .heat(to: randomCelsius())
        case 15: .dry(target: randomCelsius(), hours: randomHours())
        case 16: .renewLease
        case 17: .reportBed(BedReport(target: randomCelsius(), isPrinting: numbers.next() % 4 != 0))
        case 18: .setOffset(.element, TemperatureDelta(-8 + 16 * numbers.uniform()))
        case 19, 20: .calibrate
        case 21: .soak(at: randomCelsius())
        case 22: .skipSoak
        case 23: .tune(randomTuning())
        case 24: .setVolume(randomHours())
        case 25: .setDryingTarget(randomCelsius())
        case 26: .setShownTarget(randomCelsius())
        case 27: .startDryingInMode
        case 28: .run(OperatingMode.allCases[Int(numbers.next() % 3)])
        default: .reportPandaClients(Int(numbers.next() % 3))
        }
    }

    private mutating func randomTuning() -> Tuning {
        var tuning = Tuning()
        tuning.target = randomCelsius()
        tuning.band = TemperatureDelta(4 * numbers.uniform())
        if numbers.next() % 2 == 0 { tuning.lowerEnd = randomCelsius() }
        if numbers.next() % 2 == 0 { tuning.upperEnd = randomCelsius() }
        tuning.isHeating = numbers.next() % 3 == 0
        var guards = GuardOverrides()
        guards.probeTolerance = TemperatureDelta(20 * numbers.uniform())
        guards.longestFullPower = .seconds(20_000 * numbers.uniform())
        guards.runawayDelta = TemperatureDelta(20 * numbers.uniform())
        tuning.guards = guards
        return tuning
    }

    private mutating func wish(
        _ wish: Wish,
        from requester: Requester = Requester(.panda),
        lease: Duration? = nil
    ) {
        waiting.append(WishEnvelope(wish, from: requester, lease: lease))
    }

    // MARK: What must hold

    private mutating func judge(_ actions: Actions) {
        let moment = ScenarioRunner.Moment(
            elapsed: now.duration(since: .zero),
            snapshot: actions.snapshot,
            plant: heater.chamber.plant,
            report: heater.report,
            command: actions.command,
            events: actions.events
        )
        if actions.command.heater > .off { heatingSteps += 1 }
        if let problem = judge.judge(moment) {
            violations.append("\(problem) after \((Double(step) / 10).fixed(1)) s")
        }
        mark(actions.command.heater.fraction.bitPattern)
        mark((actions.snapshot.chamber.temperature?.degrees ?? 0).bitPattern)
        mark(heater.report.isHeaterOn ? 1 : 0)
    }

    private mutating func mark(_ bits: UInt64) {
        fingerprint = (fingerprint ^ bits) &* 0x100_0000_01B3
    }
}
