package import Chamber

/// Steps the controller over a simulated chamber as fast as it goes: no thread, no clock.
package struct ScenarioRunner {
    /// The controller's beat: 10 Hz.
    package static let beat = Duration.milliseconds(100)
    /// How often a printer reports its bed.
    private static let bedReportSteps = 100

    /// The state after one step, for those who look on.
    package struct Moment {
        /// Since the start.
        package let elapsed: Duration
        package let snapshot: Snapshot
        package let plant: ThermalPlant
        package let report: SwitchReport
        package let command: SwitchCommand
        package let events: ShortList<Event>

        package init(
            elapsed: Duration,
            snapshot: Snapshot,
            plant: ThermalPlant,
            report: SwitchReport,
            command: SwitchCommand,
            events: ShortList<Event>
        ) {
            self.elapsed = elapsed
            self.snapshot = snapshot
            self.plant = plant
            self.report = report
            self.command = command
            self.events = events
        }
    }

    private let scenario: Scenario
    private var controller: Controller
    private var heater: SimulatedHeater
    private var now = Instant.zero
    private var steps: Int64 = 0
    private var nextEntry = 0
    private var bed: BedReport?
    private var hasPrinter = false
    private var waiting: [WishEnvelope] = []
    private var expectations = Expectations()
    private var hasEnded = false

    /// Everything at rest at the plant's room temperature.
    package init(
        scenario: Scenario,
        configuration: ControllerConfiguration,
        plant: PlantParameters,
        converter: ConverterScale = .ads1115,
        supplyVolts: Double = 3.3
    ) {
        self.scenario = scenario
        controller = Controller(configuration, at: .zero)
        heater = SimulatedHeater(
            configuration,
            plant: plant,
            converter: converter,
            supplyVolts: supplyVolts,
            at: .zero
        )
        waiting.reserveCapacity(StepInput.mostWishes)
    }

    /// Runs to the scenario's end and gives every step to `look`; answers with what was missed.
    package mutating func run(_ look: (Moment) -> Void) -> [Scenario.Missed] {
        while let moment = next() { look(moment) }
        expectations.finish(after: now.duration(since: .zero))
        return expectations.missed
    }

    /// The next step; `nil` when the scenario has ended.
    package mutating func next() -> Moment? {
        hasEnded ? nil : step()
    }

    private mutating func step() -> Moment {
        now = now.advanced(by: Self.beat)
        steps += 1
        let elapsed = now.duration(since: .zero)
        var due: [Scenario.Entry] = []
        while nextEntry < scenario.entries.count, scenario.entries[nextEntry].at <= elapsed {
            due.append(scenario.entries[nextEntry])
            nextEntry += 1
        }
        for entry in due { begin(entry) }
        if hasPrinter, steps % Int64(Self.bedReportSteps) == 0 { wish(.reportBed(bed)) }

        heater.advance(to: now)
        var input = StepInput(reading: heater.reading, report: heater.report)
        input.takeWishes(from: &waiting)
        let actions = controller.step(input, at: now)
        heater.take(actions.command, at: now)
        confirmClearing(actions.events)

        let moment = Moment(
            elapsed: elapsed,
            snapshot: actions.snapshot,
            plant: heater.chamber.plant,
            report: heater.report,
            command: actions.command,
            events: actions.events
        )
        expectations.look(at: moment)
        for entry in due {
            if case .expect(let expectation) = entry.action {
                expectations.begin(expectation, entry, moment)
            }
        }
        if elapsed >= scenario.length { hasEnded = true }
        return moment
    }

    private mutating func begin(_ entry: Scenario.Entry) {
        switch entry.action {
        case .wish(let wishes, let lease):
            for one in wishes { wish(one, lease: lease) }
        case .bed(let report):
            hasPrinter = true
            bed = report
            let isHot = report?.isHot ?? false
            heater.chamber.setBed(watts: isHot ? PlantParameters.bedPowerWatts : 0)
            wish(.reportBed(report))
        case .door(let isOpen):
            heater.chamber.setDoor(isOpen: isOpen)
        case .room(let temperature):
            heater.chamber.setRoom(temperature.degrees)
        case .fault(let fault, let isPresent):
            heater.chamber.faults[fault] = isPresent
        case .expect:
            break
        case .end:
            hasEnded = true
        }
    }

    private mutating func wish(_ wish: Wish, lease: Duration? = nil) {
        waiting.append(WishEnvelope(wish, from: Requester(.scenario), lease: lease))
    }

    /// There is no disk here: what the controller wants cleared is clear.
    private mutating func confirmClearing(_ events: ShortList<Event>) {
        for event in events {
            if case .clearApproved(let number) = event.kind {
                waiting.append(
                    WishEnvelope(.confirmLatchCleared(number), from: Requester(.store))
                )
            }
        }
    }
}
