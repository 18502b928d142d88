import Chamber
import Plant
import SwitchCore

/// The outcome of one row of the survey on one plant.
package struct SurveyOutcome: Sendable {
    /// Whether the run stopped before the defect began.
    package let hadStopped: Bool
    /// Seconds to the first latch; `nil`: none.
    package let latched: Double?
    /// Seconds to the first warning, or stop without a latch; `nil`: none before a latch.
    package let warned: Double?
    /// The air's highest true temperature until the latch, or over the whole run, in °C.
    package let air: Double
    /// The same for the element.
    package let element: Double

    package init(
        hadStopped: Bool,
        latched: Double?,
        warned: Double?,
        air: Double,
        element: Double
    ) {
        self.hadStopped = hadStopped
        self.latched = latched
        self.warned = warned
        self.air = air
        self.element = element
    }

    /// Runs `trial` from its phase on.
    init(_ trial: SurveyTrial, _ phases: TrialPhases<HearthContender>, target: Celsius) {
        var bench: TrialBench<HearthContender>
        switch trial.phase {
        case .idle, .start: bench = phases.idle
        case .warmUp: bench = phases.warmUp
        case .hold: bench = trial.needsRoomInDuty ? phases.easyHold : phases.hold
        case .switchOff: bench = phases.hold
        }
        let (stops, warnings) = (bench.subject.stops.count, bench.subject.notices.count)
        hadStopped = stops > 0
        for defect in trial.defects { bench.setFault(defect.fault, defect.amount) }
        if trial.phase == .start { bench.heat(to: target) }
        if trial.phase == .switchOff { bench.turnOff() }
        let began = bench.now
        var (air, element) = (bench.chamber.plant.air, bench.chamber.plant.element)
        bench.run(trial.patience) { now in
            air = max(air, now.chamber.plant.air)
            element = max(element, now.chamber.plant.element)
            return now.subject.stops.dropFirst(stops).contains { $0.isLatched }
        }
        let after = bench.subject.stops.dropFirst(stops)
        latched = after.first { $0.isLatched }?.at.seconds(since: began)
        let times =
            after.filter { !$0.isLatched }.map(\.at)
            + bench.subject.notices.dropFirst(warnings).map(\.at)
        warned = times.map { $0.seconds(since: began) }.min()
        (self.air, self.element) = (air, element)
    }
}

/// How much Hearth knows about the heater that it guards.
package enum Knowledge: String, CaseIterable, Sendable {
    /// The owner has calibrated it.
    case calibrated
    /// It was heated once from rest.
    case provisional = "heated once"
    /// Only the board file is known.
    case uncalibrated = "never heated"
}

extension TrialPhases<HearthContender> {
    /// Hearth on a plant, with this knowledge.
    init(_ plant: PlantParameters, _ knowledge: Knowledge, on board: ControllerConfiguration) {
        let prepared = PreparedPlant(plant, isCalibrated: knowledge == .calibrated, on: board)
        var bench = TrialBench(
            HearthContender(prepared.configuration),
            plant: plant,
            on: board
        )
        if knowledge == .provisional { bench.warmUpOnce(to: prepared.holdTarget) }
        self.init(prepared, resting: bench)
    }
}

extension TrialBench<HearthContender> {
    /// A first use: heated from rest, turned off, and cold again, with walls and contents.
    fileprivate mutating func warmUpOnce(to target: Celsius) {
        run(.minutes(1))
        heat(to: target)
        run(.minutes(30))
        turnOff()
        run(.hours(4))
    }
}
