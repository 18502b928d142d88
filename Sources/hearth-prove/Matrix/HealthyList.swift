import Chamber

/// The healthy list over many plants, calibrated and uncalibrated, as one table.
struct HealthyList {
    /// Healthy runs with a false latch, on calibrated and on uncalibrated plants.
    private(set) var falseLatches = 0
    private(set) var uncalibratedFalseLatches = 0
    let lines: [String]

    /// Each plant has one outcome for each case of ``HealthyTrial``.
    init(calibrated: [[HealthyTrial.Outcome]], uncalibrated: [[HealthyTrial.Outcome]]) {
        var table = TextTable(
            ["healthy", "latched", "off", "uncalibrated", "off", "", "latches, stops, warnings"],
            left: [0, 5, 6]
        )
        for (index, trial) in HealthyTrial.allCases.enumerated() {
            let known = calibrated.map { $0[index] }
            let unknown = uncalibrated.map { $0[index] }
            let latches = known.filter(\.isFalseLatch).count
            let unknownLatches = unknown.filter(\.isFalseLatch).count
            falseLatches += latches
            uncalibratedFalseLatches += unknownLatches
            table.add([
                trial.rawValue,
                "\(latches)/\(known.count)",
                "\(Self.ended(known))",
                "\(unknownLatches)/\(unknown.count)",
                "\(Self.ended(unknown))",
                latches == 0 && unknownLatches == 0 ? "ok" : "MISSED",
                Self.causes(of: known + unknown),
            ])
        }
        lines = table.lines
    }

    /// The number of runs that stopped without a latch.
    private static func ended(_ outcomes: [HealthyTrial.Outcome]) -> Int {
        outcomes.filter { outcome in outcome.stops.contains { !$0.isLatched } }.count
    }

    private static func causes(of outcomes: [HealthyTrial.Outcome]) -> String {
        let stops = outcomes.compactMap { $0.stops.first?.code }
        let warnings = outcomes.flatMap { Set($0.warnings).map { "warning " + $0 } }
        return Tally(stops + warnings).words()
    }
}
