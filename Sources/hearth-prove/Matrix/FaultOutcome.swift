import Chamber
import Plant
import SwitchCore

/// The outcome of one defect on one plant.
package struct FaultOutcome: Sendable {
    /// How long a run waits for a latch.
    private static let patience = Duration.minutes(20)

    /// The first stop before the defect began; `nil` where there was none.
    package let falseTrip: Stop?
    /// The first latch after the defect began.
    package let latch: Stop?
    /// From the defect to the latch, in s; `nil` where nothing latched.
    package let seconds: Double?
    /// The air's highest true temperature until then, in °C.
    package let air: Double
    /// The element's highest true temperature until then, in °C.
    package let element: Double

    package init(falseTrip: Stop?, latch: Stop?, seconds: Double?, air: Double, element: Double) {
        self.falseTrip = falseTrip
        self.latch = latch
        self.seconds = seconds
        self.air = air
        self.element = element
    }

    /// Runs `trial` from its phase on.
    init<Subject>(_ trial: FaultTrial, _ phases: TrialPhases<Subject>, target: Celsius) {
        var bench: TrialBench<Subject>
        switch trial.phase {
        case .idle, .start: bench = phases.idle
        case .warmUp: bench = phases.warmUp
        case .hold: bench = trial.needsRoomInDuty ? phases.easyHold : phases.hold
        case .switchOff: bench = phases.hold
        }
        falseTrip = bench.subject.stops.first
        bench.setFault(trial.fault)
        if trial.phase == .start { bench.heat(to: target) }
        if trial.phase == .switchOff { bench.turnOff() }
        let (began, before) = (bench.now, bench.subject.stops.count)
        var (air, element) = (bench.chamber.plant.air, bench.chamber.plant.element)
        bench.run(Self.patience) { now in
            air = max(air, now.chamber.plant.air)
            element = max(element, now.chamber.plant.element)
            return now.subject.stops.dropFirst(before).contains { $0.isLatched }
        }
        latch = bench.subject.stops.dropFirst(before).first { $0.isLatched }
        seconds = latch.map { $0.at.seconds(since: began) }
        (self.air, self.element) = (air, element)
    }
}
