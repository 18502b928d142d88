import Chamber
import Plant
import SwitchCore

/// One plant that was calibrated in a ``PoisonedCondition``: what the rules still see.
struct PoisonedRun: Sendable {
    /// Whether the calibration accepted the figures.
    let isAccepted: Bool
    /// Whether the rules stopped the heat because of the condition itself, in a warm-up and a hold.
    let isNoticed: Bool
    /// Seconds until a heater that dies in the hold latches; `nil`: never, or stopped before.
    let deadHeater: Double?
    /// The same for a relay that welds as the hold ends.
    let weld: Double?
    /// How the run after the repair ended, by the old calibration: the code of its latch, if any.
    let latchAfterRepair: String?

    private static let repairedRun = Duration.minutes(90)

    init(_ plant: PlantParameters, _ condition: PoisonedCondition) {
        var poisoned = plant
        poisoned.faults.begin(condition.defect.fault, condition.defect.amount)
        let prepared = PreparedPlant(poisoned, isCalibrated: true)
        isAccepted = prepared.model.origin == .calibrated
        let phases = TrialPhases(prepared, HearthContender(prepared.configuration))
        isNoticed = !phases.hold.subject.stops.isEmpty
        func seconds(_ fault: PlantFault, _ phase: FaultTrial.Phase) -> Double? {
            let trial = FaultTrial.all.first { $0.fault == fault && $0.phase == phase }
            return trial.flatMap { trial in
                let outcome = FaultOutcome(trial, phases, target: prepared.target)
                return outcome.falseTrip == nil ? outcome.seconds : nil
            }
        }
        deadHeater = seconds(.heaterOpen, .hold)
        weld = seconds(.relayWelded, .switchOff)
        latchAfterRepair = isAccepted ? Self.repaired(plant, prepared) : nil
    }

    private static func repaired(_ plant: PlantParameters, _ prepared: PreparedPlant) -> String? {
        var bench = TrialBench(HearthContender(prepared.configuration), plant: plant)
        bench.run(.minutes(1))
        bench.heat(to: prepared.target)
        bench.run(repairedRun)
        return bench.subject.stops.first { $0.isLatched }?.code
    }
}

/// Every ``PoisonedCondition`` over many plants, as one table.
struct PoisonedList {
    /// The defects that a plant hides for good: neither the condition nor the defect is noticed.
    private(set) var blind = 0
    let lines: [String]

    /// Each plant has one run for each condition.
    init(_ plants: [[PoisonedRun]]) {
        var table = TextTable(
            [
                "calibrated with", "accepted", "noticed", "dead heater in a hold",
                "weld at switch-off", "latched after the repair",
            ],
            left: [0, 3, 4, 5]
        )
        for (index, condition) in PoisonedCondition.allCases.enumerated() {
            let runs = plants.map { $0[index] }
            let accepted = runs.filter(\.isAccepted)
            let hidden = runs.filter { !$0.isNoticed }
            blind += hidden.filter { $0.deadHeater == nil || $0.weld == nil }.count
            table.add([
                condition.rawValue,
                "\(accepted.count)/\(runs.count)",
                "\(runs.count - hidden.count)/\(runs.count)",
                Self.cell(hidden.map(\.deadHeater)),
                Self.cell(hidden.map(\.weld)),
                "\(accepted.filter { $0.latchAfterRepair != nil }.count)/\(accepted.count) "
                    + Tally(accepted.compactMap(\.latchAfterRepair)).words(),
            ])
        }
        lines = table.lines
    }

    /// `20/35 s` (median, worst), and the count where not all were detected.
    private static func cell(_ seconds: [Double?]) -> String {
        let times = Spread(seconds.compactMap { $0 })
        guard let median = times.median, let worst = times.worst else {
            return seconds.isEmpty ? "" : "never"
        }
        let count = times.count < seconds.count ? " \(times.count)/\(seconds.count)" : ""
        return "\(median.fixed(1))/\(worst.fixed(1)) s\(count)"
    }
}
