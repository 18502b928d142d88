import Chamber

/// The healthy list over many plants, calibrated and not, as one table.
struct HealthyList {
    /// Healthy runs in which anything latched, on calibrated plants and on others.
    private(set) var falseLatches = 0
    private(set) var uncalibratedFalseLatches = 0
    let lines: [String]

    /// Each plant holds one outcome for each case of ``HealthyTrial``.
    init(calibrated: [[HealthyTrial.Outcome]], uncalibrated: [[HealthyTrial.Outcome]]) {
        var table = TextTable(
            ["healthy", "latched", "off", "uncalibrated", "off", "", "latches, stops, warnings"],
            left: [0, 5, 6]
        )
        for (index, trial) in HealthyTrial.allCases.enumerated() {
            let known = calibrated.map { $0[index] }
            let unknown = uncalibrated.map { $0[index] }
            let latches = Self.count(known, isLatched: true)
            falseLatches += latches
            uncalibratedFalseLatches += Self.count(unknown, isLatched: true)
            table.add([
                trial.rawValue,
                "\(latches)/\(known.count)",
                "\(Self.count(known, isLatched: false))",
                "\(Self.count(unknown, isLatched: true))/\(unknown.count)",
                "\(Self.count(unknown, isLatched: false))",
                latches == 0 && Self.count(unknown, isLatched: true) == 0 ? "ok" : "MISSED",
                Self.causes(of: known + unknown),
            ])
        }
        lines = table.lines
    }

    /// Runs with a stop of this kind.
    private static func count(_ outcomes: [HealthyTrial.Outcome], isLatched: Bool) -> Int {
        outcomes.filter { outcome in
            outcome.stops.contains { $0.isLatched == isLatched }
        }.count
    }

    private static func causes(of outcomes: [HealthyTrial.Outcome]) -> String {
        let stops = outcomes.compactMap { $0.stops.first?.code }
        let warnings = outcomes.flatMap { Set($0.warnings).map { "warning " + $0 } }
        return Tally(stops + warnings).words()
    }
}
