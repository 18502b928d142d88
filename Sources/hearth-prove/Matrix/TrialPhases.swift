import Chamber
import Plant
import SwitchCore

/// A contender on one plant in each phase in which defects begin. Each phase is reached once, and every
/// trial continues from a copy.
struct TrialPhases<Subject: Contender>: Sendable {
    /// Off and at rest for a minute.
    let idle: TrialBench<Subject>
    /// Four minutes into the warm-up.
    let warmUp: TrialBench<Subject>
    /// Ten minutes after the set point was reached, or after an hour of waiting for it.
    let hold: TrialBench<Subject>
    /// The same at a set point that takes at most half of the power.
    let easyHold: TrialBench<Subject>

    private static var restTime: Duration { .minutes(1) }
    private static var warmUpTime: Duration { .minutes(4) }
    private static var longestWarmUp: Duration { .minutes(60) }
    private static var settling: Duration { .minutes(10) }

    init(_ prepared: PreparedPlant, _ subject: Subject) {
        let resting = TrialBench(subject, plant: prepared.plant, on: prepared.configuration)
        self.init(prepared, resting: resting)
    }

    /// The same from a bench where everything is at rest.
    init(_ prepared: PreparedPlant, resting: TrialBench<Subject>) {
        var bench = resting
        bench.run(Self.restTime)
        idle = bench
        bench.heat(to: prepared.holdTarget)
        bench.run(Self.warmUpTime)
        warmUp = bench
        hold = Self.settled(bench)
        guard prepared.easyTarget < prepared.holdTarget else {
            easyHold = hold
            return
        }
        var easy = idle
        easy.heat(to: prepared.easyTarget)
        easyHold = Self.settled(easy)
    }

    private static func settled(_ warming: TrialBench<Subject>) -> TrialBench<Subject> {
        var bench = warming
        let target = bench.target?.degrees ?? 0
        bench.run(longestWarmUp) { $0.chamber.plant.air >= target - 1 }
        bench.run(settling)
        return bench
    }
}
