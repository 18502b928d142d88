import Chamber
import Plant

/// The outcomes of one plant on a ``BoardVariant``.
struct VariantRun: Sendable {
    /// For each ``Knowledge`` one outcome of each of the variant's trials.
    let faults: [[SurveyOutcome]]
    /// The healthy runs, calibrated and not.
    let healthy: [HealthyTrial.Outcome]

    init(_ plant: PlantParameters, _ variant: BoardVariant) {
        faults = Knowledge.allCases.map { Self.faults(plant, variant, $0) }
        healthy = [true, false].flatMap { Self.healthy(plant, variant, isCalibrated: $0) }
    }

    /// Never inlined: each level of knowledge keeps whole chambers, and together they are more than a
    /// worker's stack.
    @inline(never)
    private static func faults(
        _ plant: PlantParameters,
        _ variant: BoardVariant,
        _ knowledge: Knowledge
    ) -> [SurveyOutcome] {
        let prepared = PreparedPlant(plant, isCalibrated: false, on: variant.board)
        let phases = TrialPhases(plant, knowledge, on: variant.board)
        return variant.trials.map { SurveyOutcome($0, phases, target: prepared.target) }
    }

    /// Never inlined, as ``faults(_:_:_:)``.
    @inline(never)
    private static func healthy(
        _ plant: PlantParameters,
        _ variant: BoardVariant,
        isCalibrated: Bool
    ) -> [HealthyTrial.Outcome] {
        let prepared = PreparedPlant(plant, isCalibrated: isCalibrated, on: variant.board)
        let subject = HearthContender(prepared.configuration)
        let phases = TrialPhases(prepared, subject)
        return variant.healthy.map { $0.outcome(prepared, phases, subject) }
    }
}

/// Healthy runs in one line.
struct HealthySummary {
    /// The runs with a false latch.
    let falseLatches: Int
    /// `healthy runs: 0 of 480 latched, 0 stopped (…)`
    let line: String

    init(_ outcomes: [HealthyTrial.Outcome]) {
        falseLatches = outcomes.filter(\.isFalseLatch).count
        let stopped = outcomes.filter { outcome in outcome.stops.contains { !$0.isLatched } }.count
        let stops = Tally(outcomes.compactMap { $0.stops.first?.code }).words()
        let causes = stops.isEmpty ? "" : " (\(stops))"
        line =
            "healthy runs: \(falseLatches) of \(outcomes.count) latched, \(stopped) stopped\(causes)"
    }
}
