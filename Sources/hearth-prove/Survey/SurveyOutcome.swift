import Chamber
import Plant
import SwitchCore

/// What came of one row of the survey on one plant.
package struct SurveyOutcome: Sendable {
    /// It had stopped before there was any defect.
    package let hadStopped: Bool
    /// Seconds to the first latch; `nil`: none.
    package let latched: Double?
    /// Seconds to the first stop without a latch, or warning; `nil`: none before a latch.
    package let warned: Double?
    /// The highest true temperatures until the latch, or in the whole time, in °C.
    package let air: Double
    /// Of the element, the same.
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

    /// Lets `trial` happen from its phase on.
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

/// How much Hearth knows of the heater that it guards.
package enum Knowledge: String, CaseIterable, Sendable {
    /// Its owner has calibrated it.
    case calibrated
    /// It has been heated once from rest.
    case provisional = "heated once"
    /// The board file is all there is.
    case uncalibrated = "never heated"
}

extension TrialPhases<HearthContender> {
    /// Hearth on a plant, with what it knows of it.
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
    /// A first evening: heated from rest, turned off, and cold again, walls and contents too.
    fileprivate mutating func warmUpOnce(to target: Celsius) {
        run(.minutes(1))
        heat(to: target)
        run(.minutes(30))
        turnOff()
        run(.hours(4))
    }
}
