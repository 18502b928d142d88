import Chamber
import Plant
import SwitchCore

/// The results of one controller on one plant.
struct PeerRun: Sendable {
    private static let regulationTime = Duration.hours(3)

    let regulation: RegulationScore
    /// Whether it stopped on its own while it should have held.
    let hasStopped: Bool
    /// Seconds until each of ``FaultTrial/all`` was detected; `nil`: never.
    let detections: [Double?]
    /// Whether it stopped in each ``HealthyTrial``.
    let falseTrips: [Bool]

    /// Every controller on the same plant, in the order of ``Peer``.
    static func all(on plant: PlantParameters) -> [PeerRun] {
        let prepared = PreparedPlant(plant, isCalibrated: true)
        // Where tuning fails for lack of power, the heater is always on, whatever the gain.
        let gains =
            KlipperTuning.gains(of: prepared)
            ?? KlipperPID.Gains(proportional: 1, integral: 0, derivative: 0)
        let pid = KlipperController.Control.pid(KlipperPID(gains))
        return Peer.allCases.map { peer in
            switch peer {
            case .hearth: PeerRun(prepared, HearthContender(prepared.configuration))
            case .stock: PeerRun(prepared, StockController())
            case .hysteresis: PeerRun(prepared, HysteresisController())
            case .watermark: PeerRun(prepared, KlipperController(.watermark, .patient))
            case .strictPID: PeerRun(prepared, KlipperController(pid, .strict))
            case .patientPID: PeerRun(prepared, KlipperController(pid, .patient))
            case .marlin: PeerRun(prepared, MarlinController())
            }
        }
    }

    private init<Subject: Contender>(_ prepared: PreparedPlant, _ subject: Subject) {
        var bench = TrialBench(subject, plant: prepared.plant)
        bench.run(.minutes(1))
        regulation = bench.score(prepared.target, for: Self.regulationTime)
        hasStopped = !bench.subject.stops.isEmpty
        let phases = TrialPhases(prepared, subject)
        detections = FaultTrial.all.map { trial in
            let outcome = FaultOutcome(trial, phases, target: prepared.target)
            // A controller that stopped before the fault detected nothing.
            return outcome.falseTrip == nil ? outcome.seconds : nil
        }
        falseTrips = HealthyTrial.allCases.map { trial in
            !trial.outcome(prepared, phases, subject).stops.isEmpty
        }
    }
}
