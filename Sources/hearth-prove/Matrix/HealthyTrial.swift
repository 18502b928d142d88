import Chamber
import Plant
import SwitchCore

/// One row of the healthy list: conditions under which no rule may latch.
enum HealthyTrial: String, CaseIterable, Sendable {
    case coldStart = "cold start at 15 °C"
    case weakHeater = "30 % weaker heater than calibrated"
    case largeChamber = "chamber twice as large as calibrated"
    case slowProbe = "probe three times as slow"
    case door = "door open for 5 min in hold"
    case bed = "bed adds 80 W in hold"
    case lowered = "set point 60 → 45 °C"
    case offInWarmUp = "off in mid-warm-up, on again"
    case weakFan = "airflow at 75 % from the start"
    case weakFanInHold = "airflow down to 75 % in hold"
    case wildSample = "single wild samples"
    case night = "four hours of holding"
    case mainsHigh = "mains 10 % above the calibration's"
    case mainsLow = "mains 10 % below the calibration's"
    case coldAndWeak = "12 °C and a 30 % weaker heater"
    case cycling = "on and off every ten minutes"
    case steps = "set point up and down by steps"
    case largeBed = "bed adds 250 W in hold"
    case unreportedBed = "bed adds 80 W that no printer tells of"
    case sun = "the sun adds 80 W for an hour"

    /// Whether the run is about the blower.
    var needsFan: Bool {
        switch self {
        case .weakFan, .weakFanInHold: true
        case .coldStart, .weakHeater, .largeChamber, .slowProbe, .door, .bed, .lowered,
            .offInWarmUp,
            .wildSample, .night, .mainsHigh, .mainsLow, .coldAndWeak, .cycling, .steps, .largeBed,
            .unreportedBed, .sun:
            false
        }
    }

    private static let coldRoom = Celsius(15)
    /// A warm-up and an hour of holding on the slowest plant.
    private static let wholeRun = Duration.minutes(90)
    private static let afterwards = Duration.minutes(40)

    /// The stops that nobody asked for, and every warning.
    struct Outcome: Sendable {
        let stops: [Stop]
        let warnings: [String]
        /// Whether the air came so near the chamber's ceiling that an over-temperature latch is right.
        let wasTooHot: Bool

        /// Whether a latch is a false alarm.
        var isFalseLatch: Bool {
            stops.contains { stop in
                stop.isLatched
                    && !(wasTooHot && stop.code == FaultCode.overTemperature.word)
            }
        }
    }

    /// Runs this row on a plant with `subject`, which is at rest.
    func outcome<Subject: Contender>(
        _ prepared: PreparedPlant,
        _ phases: TrialPhases<Subject>,
        _ subject: Subject
    ) -> Outcome {
        let bench = end(prepared, phases, subject)
        return Outcome(
            stops: bench.subject.stops,
            warnings: bench.subject.warnings,
            wasTooHot: bench.highestAir > Ceilings.chamberTrip.degrees - 1
        )
    }

    private func end<Subject: Contender>(
        _ prepared: PreparedPlant,
        _ phases: TrialPhases<Subject>,
        _ subject: Subject
    ) -> TrialBench<Subject> {
        switch self {
        case .coldStart:
            return Self.fromStart(prepared, subject) { $0.room = Self.coldRoom }
        case .largeChamber:
            return Self.fromStart(prepared, subject) { plant in
                plant.airJoulePerKelvin *= 2
                plant.wallJoulePerKelvin *= 2
            }
        case .weakHeater:
            return Self.fromStart(prepared, subject, .heaterWeak)
        case .slowProbe:
            return Self.fromStart(prepared, subject, .chamberSlow)
        case .weakFan:
            return Self.fromStart(prepared, subject, .fanWeak)
        case .mainsHigh:
            return Self.fromStart(prepared, subject) { $0.faults.begin(.mainsVoltage, 1.1) }
        case .mainsLow:
            return Self.fromStart(prepared, subject) { $0.faults.begin(.mainsVoltage, 0.9) }
        case .coldAndWeak:
            return Self.fromStart(prepared, subject, .heaterWeak) { $0.room = Celsius(12) }
        case .unreportedBed:
            return Self.fromStart(prepared, subject, .bedHeat)
        case .door, .bed, .lowered, .weakFanInHold, .wildSample, .night, .steps, .largeBed, .sun:
            return inHold(phases.hold)
        case .cycling:
            return Self.cycling(prepared, phases.idle)
        case .offInWarmUp:
            var bench = phases.warmUp
            bench.turnOff()
            bench.run(.minutes(10))
            bench.heat(to: prepared.target)
            bench.run(.minutes(30))
            return bench
        }
    }

    private func inHold<Subject>(_ holding: TrialBench<Subject>) -> TrialBench<Subject> {
        var bench = holding
        switch self {
        case .door:
            bench.setDoor(isOpen: true)
            bench.run(.minutes(5))
            bench.setDoor(isOpen: false)
            bench.run(Self.afterwards)
        case .bed:
            bench.setBed(isHot: true)
            bench.run(Self.afterwards)
            bench.setBed(isHot: false)
            bench.run(Self.afterwards)
        case .lowered:
            bench.heat(to: Celsius(45))
            bench.run(Self.wholeRun)
        case .weakFanInHold:
            bench.setFault(.fanWeak)
            bench.run(Self.afterwards)
            bench.setFault(.fanWeak, isPresent: false)
            bench.run(Self.afterwards)
        case .wildSample:
            for _ in 0..<10 {
                bench.setFault(.chamberWild)
                bench.run(.seconds(7))
            }
            bench.run(.minutes(5))
        case .night:
            bench.run(.hours(4))
        case .steps:
            for target in [50.0, 55, 45, 60] {
                bench.heat(to: Celsius(target))
                bench.run(.minutes(25))
            }
        case .largeBed:
            bench.setBed(isHot: true)
            bench.setFault(.bedHeat, 170)
            bench.run(Self.afterwards)
        case .sun:
            bench.setFault(.sun, 80)
            bench.run(.hours(1))
            bench.setFault(.sun, isPresent: false)
            bench.run(Self.afterwards)
        case .coldStart, .weakHeater, .largeChamber, .slowProbe, .weakFan, .offInWarmUp, .mainsHigh,
            .mainsLow, .coldAndWeak, .unreportedBed, .cycling:
            break
        }
        return bench
    }

    private static func cycling<Subject>(
        _ prepared: PreparedPlant,
        _ idle: TrialBench<Subject>
    ) -> TrialBench<Subject> {
        var bench = idle
        for _ in 0..<6 {
            bench.heat(to: prepared.target)
            bench.run(.minutes(10))
            bench.turnOff()
            bench.run(.minutes(10))
        }
        return bench
    }

    /// A whole run on a plant that differs from the calibrated one.
    private static func fromStart<Subject: Contender>(
        _ prepared: PreparedPlant,
        _ subject: Subject,
        _ fault: PlantFault? = nil,
        _ change: (inout PlantParameters) -> Void = { _ in }
    ) -> TrialBench<Subject> {
        var plant = prepared.plant
        change(&plant)
        var bench = TrialBench(subject, plant: plant, on: prepared.configuration)
        if let fault { bench.setFault(fault) }
        bench.run(.minutes(1))
        bench.heat(to: prepared.target)
        bench.run(wholeRun)
        return bench
    }
}
