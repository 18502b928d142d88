import Chamber
import Plant

/// A life of random wishes and faults for a simulated chamber, with the invariants of the safety
/// document judged at every step.
struct RandomLife {
    /// What went against an invariant, with the moment that it did.
    private(set) var violations: [String] = []
    /// A fingerprint of every output: the same life leaves the same one.
    private(set) var fingerprint: UInt64 = 0xCBF2_9CE4_8422_2325
    private(set) var faultsSeen: Set<FaultCode> = []
    private(set) var heatingSteps = 0
    private(set) var clearings = 0

    private var numbers: RandomNumbers
    private var controller: Controller
    private var heater: SimulatedHeater
    private let configuration: ControllerConfiguration
    private var now = Instant.zero
    private var waiting: [WishEnvelope] = []
    private var nextEvent = 50
    private var endOfFault: [PlantFault: Int] = [:]
    private var step = 0
    private var last = Snapshot()
    private var clearAskedSinceLatch = false
    private var delivery = DeliveryWatch()

    init(seed: UInt64, plant: PlantParameters = PlantParameters()) {
        var configuration = NominalBoard.configuration
        configuration.pandaClientTimeout = .minutes(10)
        self.configuration = configuration
        numbers = RandomNumbers(seed: seed)
        controller = Controller(configuration, at: .zero)
        heater = SimulatedHeater(
            configuration,
            plant: plant,
            converter: .ads1115,
            supplyVolts: 3.3,
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
            if envelope.wish == .clearLatch { clearAskedSinceLatch = true }
            input.wishes.append(envelope)
        }
        let actions = controller.step(input, at: now)
        heater.take(actions.command, at: now)
        judge(actions)
        for event in actions.events { remember(event) }
        last = actions.snapshot
    }

    private mutating func remember(_ event: Event) {
        switch event.kind {
        case .latched(let record):
            faultsSeen.insert(record.code)
            clearAskedSinceLatch = false
        case .clearApproved(let number):
            // One time in eight the disk fails and says nothing.
            guard numbers.next() % 8 != 0 else { return }
            wish(.confirmLatchCleared(number), from: Requester(.store))
        case .latchCleared:
            clearings += 1
        case .started, .poweredOn, .poweredOff, .dryingStarted, .dryingEnded, .settingsChanged,
            .warningRaised, .warningEnded, .foldbackBegan, .foldbackEnded, .calibrationStarted,
            .calibrationFailed, .modelAdopted:
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
        switch numbers.next() % 22 {
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
        default: .reportPandaClients(Int(numbers.next() % 3))
        }
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
        let snapshot = actions.snapshot
        let duty = actions.command.heater
        if duty > .off { heatingSteps += 1 }
        // 1. Nothing heats latched, unarmed, or by what cannot be read.
        demand(duty == .off || snapshot.latch == nil, "heat while latched")
        demand(duty == .off || snapshot.settings.isOn, "heat while the power is off")
        demand(duty == .off || snapshot.chamber.condition == .good, "heat by a bad chamber probe")
        demand(duty == .off || snapshot.element.condition == .good, "heat by a bad element probe")
        let isHeatWanted = snapshot.setPoint != nil || snapshot.calibration?.phase == .heating
        demand(duty == .off || isHeatWanted, "heat without a set point")
        demand(!snapshot.settings.isOn || snapshot.latch == nil, "power on while latched")
        if let lease = snapshot.lease {
            demand(duty == .off || lease.remaining > .zero, "heat beyond the lease")
        }
        // 2. No target above the ceiling, no duty outside 0…1.
        let highest = configuration.limits.highestTarget
        demand(snapshot.settings.target <= highest, "target above the limit")
        demand(snapshot.setPoint ?? highest <= highest, "set point above the limit")
        demand((0...1).contains(duty.fraction), "duty outside its range")
        demand((1...12).contains(snapshot.settings.customDryingHours), "drying hours out of range")
        demand(snapshot.drying.remaining <= .hours(12), "drying run too long")
        // 3. Only an explicit clear clears.
        if last.latch != nil, snapshot.latch == nil {
            demand(clearAskedSinceLatch, "the latch cleared by itself")
        }
        // 7. No heat without air.
        let report = heater.report
        demand(!report.isHeaterOn || report.isFanOn, "heater on without the fan")
        // 5. The relay delivers what was commanded, and keeps its shortest times.
        if let problem = delivery.take(duty, isOn: report.isHeaterOn) { demand(false, problem) }
        mark(duty.fraction.bitPattern)
        mark((snapshot.chamber.temperature?.degrees ?? 0).bitPattern)
        mark(report.isHeaterOn ? 1 : 0)
    }

    private mutating func demand(_ isTrue: Bool, _ problem: String) {
        guard !isTrue, violations.count < 5 else { return }
        violations.append("\(problem) after \((Double(step) / 10).fixed(1)) s")
    }

    private mutating func mark(_ bits: UInt64) {
        fingerprint = (fingerprint ^ bits) &* 0x100_0000_01B3
    }
}

/// Compares what the relay did with what it was told, over any minute without a forced stop.
private struct DeliveryWatch {
    private static let window = 600
    private static let shortestSteps = 10

    private var owed = Array(repeating: 0.0, count: window + 1)
    private var position = 0
    private var steadySteps = 0
    private var sum = 0.0
    private var wasOn = false
    private var stateSteps = 1_000
    private var lastDuty = Duty.off

    /// Takes one step; answers with what is wrong.
    mutating func take(_ duty: Duty, isOn: Bool) -> String? {
        defer { lastDuty = duty }
        var problem: String?
        if isOn != wasOn {
            let wasForced = !isOn && lastDuty == .off
            if stateSteps < Self.shortestSteps, !wasForced {
                problem = "the relay changed after \(stateSteps) steps"
            }
            wasOn = isOn
            stateSteps = 0
        }
        stateSteps += 1
        // A step's command acts in the next one.
        guard lastDuty > .off, duty > .off else {
            steadySteps = 0
            sum = 0
            return problem
        }
        sum += lastDuty.fraction - (isOn ? 1 : 0)
        steadySteps += 1
        position = (position + 1) % owed.count
        owed[position] = sum
        guard steadySteps > Self.window + 50 else { return problem }
        let before = owed[(position + 1) % owed.count]
        // 1 % of a minute and a slot of half a second, in steps; one step of the plant's own beat.
        guard abs(sum - before) <= 6 + 5 + 1 else {
            return "a minute's delivery is \(((sum - before) / 10).fixed(2)) s off"
        }
        return problem
    }
}
