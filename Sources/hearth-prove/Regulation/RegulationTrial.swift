import Chamber
import Plant
import SwitchCore

/// The runs that regulation is judged by, on one plant.
struct RegulationTrial: Sendable {
    private static let wholeRun = Duration.hours(3)
    /// Into a hold that has settled even on the slowest plant.
    private static let disturbance = Duration.minutes(90)
    private static let doorTime = Duration.minutes(5)
    private static let watched = Duration.minutes(60)

    /// Cold start to the set point, three hours.
    let warmUp: RegulationScore
    /// How far above the set point the air went in the hour after a door had stood open for 5 min.
    let afterDoorKelvin: Double
    /// And after the set point had been lowered to 45 °C and raised again.
    let afterRaiseKelvin: Double
    /// The plant cannot hold the set point with its whole power.
    let isTooWeak: Bool
    let stops: [Stop]
    /// Which plant it was.
    let seed: UInt64

    init<Subject: Contender>(_ prepared: PreparedPlant, _ subject: Subject) {
        var bench = TrialBench(subject, plant: prepared.plant)
        bench.run(.minutes(1))
        var holding = bench
        warmUp = bench.score(prepared.target, for: Self.wholeRun)
        stops = bench.subject.stops
        isTooWeak = prepared.isTooWeak
        seed = prepared.plant.seed

        holding.heat(to: prepared.target)
        holding.run(Self.disturbance)
        var door = holding
        door.setDoor(isOpen: true)
        door.run(Self.doorTime)
        door.setDoor(isOpen: false)
        afterDoorKelvin = Self.highest(&door) - prepared.target.degrees
        var raised = holding
        raised.heat(to: Celsius(45))
        raised.run(.minutes(30))
        raised.heat(to: prepared.target)
        afterRaiseKelvin = Self.highest(&raised) - prepared.target.degrees
    }

    /// The hottest air of the next hour, in °C.
    private static func highest<Subject>(_ bench: inout TrialBench<Subject>) -> Double {
        var highest = -Double.infinity
        bench.run(watched) { now in
            highest = max(highest, now.chamber.plant.air)
            return false
        }
        return highest
    }
}
