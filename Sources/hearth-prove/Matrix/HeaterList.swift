import Chamber
import Plant
import SwitchCore

/// The healthy list on one plant with a heater of some kind, calibrated and uncalibrated.
struct HeaterRun: Sendable {
    /// Whether the calibration accepted the curve.
    let isCalibrated: Bool
    /// One outcome for each ``HealthyTrial``; with the board's model where calibration failed.
    let calibrated: [HealthyTrial.Outcome]
    let uncalibrated: [HealthyTrial.Outcome]

    init(_ plant: PlantParameters) {
        let known = PreparedPlant(plant, isCalibrated: true)
        isCalibrated = known.model.origin == .calibrated
        calibrated = Self.outcomes(known)
        uncalibrated = Self.outcomes(PreparedPlant(plant, isCalibrated: false))
    }

    private static func outcomes(_ prepared: PreparedPlant) -> [HealthyTrial.Outcome] {
        let subject = HearthContender(prepared.configuration)
        let phases = TrialPhases(prepared, subject)
        return HealthyTrial.allCases.map { $0.outcome(prepared, phases, subject) }
    }
}

/// The healthy runs by kind of heater, as one table.
struct HeaterList {
    /// Healthy runs with a false latch.
    private(set) var falseLatches = 0
    let lines: [String]

    /// `runs` in the order of their plants, which take the kinds in turn.
    init(_ runs: [HeaterRun]) {
        var table = TextTable(
            [
                "heater", "calibrated", "latched", "off", "uncalibrated", "off", "",
                "latches, stops, warnings",
            ],
            left: [0, 6, 7]
        )
        let kinds = HeaterKind.allCases
        for (number, kind) in kinds.enumerated() {
            let own = runs.indices.filter { $0 % kinds.count == number }.map { runs[$0] }
            guard !own.isEmpty else { continue }
            let known = own.flatMap(\.calibrated)
            let unknown = own.flatMap(\.uncalibrated)
            let latches = (known + unknown).filter(\.isFalseLatch).count
            falseLatches += latches
            table.add([
                kind.rawValue,
                "\(own.filter(\.isCalibrated).count)/\(own.count)",
                Self.latched(known), Self.ended(known),
                Self.latched(unknown), Self.ended(unknown),
                latches == 0 ? "ok" : "MISSED",
                Self.causes(of: known + unknown),
            ])
        }
        lines = table.lines
    }

    private static func latched(_ outcomes: [HealthyTrial.Outcome]) -> String {
        "\(outcomes.filter(\.isFalseLatch).count)/\(outcomes.count)"
    }

    private static func ended(_ outcomes: [HealthyTrial.Outcome]) -> String {
        "\(outcomes.filter { outcome in outcome.stops.contains { !$0.isLatched } }.count)"
    }

    private static func causes(of outcomes: [HealthyTrial.Outcome]) -> String {
        let stops = outcomes.compactMap { $0.stops.first?.code }
        let warnings = outcomes.flatMap { Set($0.warnings).map { "warning " + $0 } }
        return Tally(stops + warnings).words()
    }
}
