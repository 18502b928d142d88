import Chamber
import Plant
import SwitchCore

/// Many runs on one plant, in which the blower fades or nothing happens.
struct HealthSeries: Sendable {
    /// Ten runs of a sound heater, or twelve in which the airflow falls by 5 % from run to run.
    private static let soundRuns = 10
    private static let fadingRuns = 12
    private static let fade = 0.05
    private static let heating = Duration.minutes(15)
    private static let rest = Duration.minutes(15)

    /// The airflow in the run after which `safety.blower_weak` warned; `nil` where it did not.
    let warnedAt: Double?
    /// The airflow at the first latch; `nil` where nothing latched.
    let latchedAt: Double?

    /// Runs the series; a run ends early where a fault latches.
    init(_ prepared: PreparedPlant, isFading: Bool) {
        var bench = TrialBench(HearthContender(prepared.configuration), plant: prepared.plant)
        var warned: Double?
        var latched: Double?
        bench.run(.minutes(1))
        for run in 0..<(isFading ? Self.fadingRuns : Self.soundRuns) {
            let share = isFading ? 1 - Double(run) * Self.fade : 1
            bench.setFault(.fanWeak, share)
            bench.heat(to: prepared.holdTarget)
            bench.run(Self.heating)
            bench.turnOff()
            bench.run(Self.rest)
            let weak = [FaultCode.blowerWeak.word, FaultCode.heaterWeak.word]
            if warned == nil, bench.subject.warnings.contains(where: weak.contains) {
                warned = share
            }
            if bench.subject.stops.contains(where: \.isLatched) {
                latched = share
                break
            }
        }
        (warnedAt, latchedAt) = (warned, latched)
    }
}
