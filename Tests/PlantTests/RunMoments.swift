import Chamber
import Plant
import SwitchCore

/// Moments of an invented run, for a score and a table.
struct RunMoments {
    var elapsed = Duration.zero
    var setPoint: Celsius?
    var report = SwitchReport()
    var chamber = ProbeStatus(condition: .good, temperature: Celsius(25))
    var element = ProbeStatus(condition: .good, temperature: Celsius(25))
    var duty = Duty.off
    var activity = Snapshot.Activity.off
    var latch: FaultRecord?
    private var events = ShortList<Event>()

    init() {}

    /// Adds an event to the next moment.
    mutating func happen(_ kind: Event.Kind) {
        events.append(Event(at: .zero, kind: kind, requester: .controller))
    }

    /// The moment at `elapsed`, with air, element and walls all at one temperature.
    mutating func moment(air: Double) -> ScenarioRunner.Moment {
        var parameters = PlantParameters()
        parameters.room = Celsius(air)
        return moment(ThermalPlant(parameters))
    }

    /// The moment at `elapsed` for a plant.
    mutating func moment(_ plant: ThermalPlant) -> ScenarioRunner.Moment {
        var snapshot = Snapshot()
        snapshot.setPoint = setPoint
        snapshot.chamber = chamber
        snapshot.element = element
        snapshot.duty = duty
        snapshot.activity = activity
        snapshot.latch = latch
        defer { events = ShortList() }
        return ScenarioRunner.Moment(
            elapsed: elapsed,
            snapshot: snapshot,
            plant: plant,
            report: report,
            command: SwitchCommand(
                sequence: 1,
                heater: duty,
                isFanOn: false,
                isSecondRelayClosed: true,
                leaseEnd: .zero
            ),
            events: events
        )
    }
}
