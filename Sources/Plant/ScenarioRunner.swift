package import Chamber
package import SwitchCore

/// Steps the controller over a simulated chamber as fast as it goes: no thread, no clock.
package struct ScenarioRunner {
    /// The controller's step interval.
    package static let beat = SimulatedDevice.beat
    /// A printer reports its bed once in this many steps.
    private static let bedReportSteps = 100

    /// The state after one step, for observers.
    package struct Moment {
        /// Since the start of the run.
        package let elapsed: Duration
        /// The controller's state after the step.
        package let snapshot: Snapshot
        /// The true temperatures, which the controller does not see.
        package let plant: ThermalPlant
        /// The switch's report that the step was given.
        package let report: SwitchReport
        /// The command that the step made.
        package let command: SwitchCommand
        /// The events of this step alone.
        package let events: ShortList<Event>
        /// The scenario's lines that were due in this step.
        package let begun: [Scenario.Entry]

        package init(
            elapsed: Duration,
            snapshot: Snapshot,
            plant: ThermalPlant,
            report: SwitchReport,
            command: SwitchCommand,
            events: ShortList<Event>,
            begun: [Scenario.Entry] = []
        ) {
            self.elapsed = elapsed
            self.snapshot = snapshot
            self.plant = plant
            self.report = report
            self.command = command
            self.events = events
            self.begun = begun
        }
    }

    private var device: SimulatedDevice
    private var now = Instant.zero
    private var steps: Int64 = 0
    private var player: ScenarioPlayer
    private var bed: BedReport?
    private var hasPrinter = false

    /// A run from rest: everything at the plant's room temperature.
    package init(
        scenario: Scenario,
        configuration: ControllerConfiguration,
        plant: PlantParameters,
        converter: SimulatedConverter = SimulatedConverter()
    ) {
        player = ScenarioPlayer(scenario)
        device = SimulatedDevice(
            configuration,
            plant: plant,
            converter: converter,
            at: .zero
        )
    }

    /// Runs to the scenario's end and passes every step to `look`; returns the missed expectations.
    package mutating func run(_ look: (Moment) -> Void) -> [Scenario.Missed] {
        var last: Moment?
        while let moment = next() {
            look(moment)
            last = moment
        }
        if let last { player.finish(last.observation) }
        return player.missed
    }

    /// When each part of the scenario began: at the start, and where the condition of a `when` came true.
    package var partStarts: [Duration] { player.partStarts }

    /// Runs the next step; `nil` when the scenario has ended.
    package mutating func next() -> Moment? {
        player.isOver ? nil : step()
    }

    private mutating func step() -> Moment {
        now = now.advanced(by: Self.beat)
        steps += 1
        let elapsed = now.duration(since: .zero)
        let due = player.due(at: elapsed)
        for entry in due { begin(entry) }
        if hasPrinter, steps % Int64(Self.bedReportSteps) == 0 { wish(.reportBed(bed)) }

        let actions = device.step(at: now)
        let moment = Moment(
            elapsed: elapsed,
            snapshot: actions.snapshot,
            plant: device.heater.chamber.plant,
            report: device.heater.report,
            command: actions.command,
            events: actions.events,
            begun: due
        )
        player.judge(moment.observation, due)
        return moment
    }

    private mutating func begin(_ entry: Scenario.Entry) {
        switch entry.action {
        case .wish(let wishes, let lease):
            for one in wishes { wish(one, lease: lease) }
        case .bed(let report):
            hasPrinter = true
            bed = report
            device.heater.chamber.setBed(isHot: report?.isHot ?? false)
            wish(.reportBed(report))
        case .door(let isOpen):
            device.heater.chamber.setDoor(isOpen: isOpen)
        case .contact(let name, let isOpen):
            device.heater.chamber.setContact(name, isOpen: isOpen)
        case .room(let temperature):
            device.heater.chamber.setRoom(temperature.degrees)
        case .fault(let order):
            device.heater.chamber.faults.carryOut(order)
        case .expect, .when, .end:
            break
        }
    }

    private mutating func wish(_ wish: Wish, lease: Duration? = nil) {
        device.post(WishEnvelope(wish, from: Requester(.scenario), lease: lease))
    }
}
