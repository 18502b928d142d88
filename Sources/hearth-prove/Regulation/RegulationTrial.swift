import Chamber
import Plant
import SwitchCore

/// The runs on one plant by which regulation is judged.
struct RegulationTrial: Sendable {
    private static let wholeRun = Duration.hours(3)
    /// Long enough to settle even on the slowest plant.
    private static let disturbance = Duration.minutes(90)
    private static let doorTime = Duration.minutes(5)
    private static let watched = Duration.minutes(60)

    /// Three hours from a cold start.
    let warmUp: RegulationScore
    /// What was foretold about it.
    let forecasts: ForecastScore
    /// How far the air rose above the set point in the hour after the door was open for 5 min.
    let afterDoorKelvin: Double
    /// The same at 50 °C, where the element can take more.
    let afterDoorAt50Kelvin: Double
    /// The same after the set point was lowered to 45 °C and raised again.
    let afterRaiseKelvin: Double
    /// Whether holding the set point takes more than 95 % of the heater's power.
    let isTooWeak: Bool
    let stops: [Stop]
    /// The seed of the plant.
    let seed: UInt64

    init(_ prepared: PreparedPlant, _ subject: HearthContender) {
        var bench = TrialBench(subject, plant: prepared.plant)
        bench.run(.minutes(1))
        let rested = bench
        var holding = bench
        var forecasts = ForecastScore()
        warmUp = bench.score(prepared.target, for: Self.wholeRun) { bench, seconds in
            forecasts.add(bench.subject.snapshot, seconds: seconds)
        }
        self.forecasts = forecasts
        stops = bench.subject.stops
        isTooWeak = prepared.isTooWeak
        seed = prepared.plant.seed

        holding.heat(to: prepared.target)
        holding.run(Self.disturbance)
        afterDoorKelvin = Self.riseAfterDoor(holding, at: prepared.target)
        var cooler = rested
        cooler.heat(to: Celsius(50))
        cooler.run(Self.disturbance)
        afterDoorAt50Kelvin = Self.riseAfterDoor(cooler, at: Celsius(50))
        var raised = holding
        raised.heat(to: Celsius(45))
        raised.run(.minutes(30))
        raised.heat(to: prepared.target)
        afterRaiseKelvin = Self.highest(&raised) - prepared.target.degrees
    }

    private static func riseAfterDoor(
        _ bench: TrialBench<HearthContender>,
        at setPoint: Celsius
    ) -> Double {
        var bench = bench
        bench.setDoor(isOpen: true)
        bench.run(doorTime)
        bench.setDoor(isOpen: false)
        return highest(&bench) - setPoint.degrees
    }

    /// The highest air temperature in the next hour, in °C.
    private static func highest(_ bench: inout TrialBench<HearthContender>) -> Double {
        var highest = -Double.infinity
        bench.run(watched) { now in
            highest = max(highest, now.chamber.plant.air)
            return false
        }
        return highest
    }
}
