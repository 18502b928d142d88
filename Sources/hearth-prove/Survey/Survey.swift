import Chamber

/// Every fault at each level of knowledge about the heater: one table for each kind of board.
package struct Survey {
    /// A fault that fewer than half of the plants detect counts as not detected.
    private static let leastShare = 0.5

    /// The table, ready to print.
    package let lines: [String]
    /// A sentence for each fault that is not detected, or only raises a warning.
    package let unseen: [String]
    /// The number of runs that stopped before their defect began.
    package private(set) var falseTrips = 0

    /// `plants`: for each plant a list for each ``Knowledge``, with one outcome for each of `trials`.
    package init(_ trials: [SurveyTrial], _ plants: [[[SurveyOutcome]]]) {
        var table = TextTable(
            ["fault", "when"] + Knowledge.allCases.map(\.rawValue) + ["air", "element"],
            left: Set([0, 1] + Knowledge.allCases.indices.map { $0 + 2 })
        )
        var unseen: [String] = []
        for (row, trial) in trials.enumerated() {
            let groups = Knowledge.allCases.indices.map { group in plants.map { $0[group][row] } }
            let all = groups.flatMap { $0 }
            falseTrips += all.filter(\.hadStopped).count
            table.add(
                [trial.name, trial.phase.rawValue] + groups.map(Self.cell) + [
                    Self.worst(all.map(\.air)), Self.worst(all.map(\.element)),
                ]
            )
            unseen += Self.sentences(trial, groups)
        }
        lines = table.lines
        self.unseen = unseen
    }

    /// `13/18/28 s` (median, p95, worst), the count where not all latched, and warnings without a latch.
    private static func cell(_ outcomes: [SurveyOutcome]) -> String {
        let times = Spread(outcomes.compactMap(\.latched))
        let warned = outcomes.filter { $0.latched == nil && $0.warned != nil }
        var text = "never"
        if let median = times.median, let p95 = times.p95, let worst = times.worst {
            text = "\(short(median))/\(short(p95))/\(short(worst)) s"
        }
        if times.count < outcomes.count { text += " \(times.count)/\(outcomes.count)" }
        if !warned.isEmpty {
            let told = Spread(warned.compactMap(\.warned)).median.map { short($0) + " s" } ?? ""
            text += ", warned \(warned.count) in \(told)"
        }
        return text
    }

    private static func short(_ seconds: Double) -> String {
        seconds.fixed(seconds < 100 ? 1 : 0)
    }

    private static func worst(_ degrees: [Double]) -> String {
        (Spread(degrees).worst ?? 0).fixed(0) + " °C"
    }

    private static func sentences(
        _ trial: SurveyTrial,
        _ groups: [[SurveyOutcome]]
    ) -> [String] {
        var blind: [String] = []
        var warning: [String] = []
        for (knowledge, outcomes) in zip(Knowledge.allCases, groups) {
            let least = leastShare * Double(outcomes.count)
            let latched = outcomes.filter { $0.latched != nil }.count
            let told = outcomes.filter { $0.latched != nil || $0.warned != nil }.count
            if Double(told) < least {
                blind.append("\(knowledge.rawValue) (\(told) of \(outcomes.count))")
            } else if Double(latched) < least {
                warning.append("\(knowledge.rawValue) (\(latched) of \(outcomes.count))")
            }
        }
        let hottest = worst(groups.flatMap { $0.map(\.air) })
        var sentences: [String] = []
        let title = "\(trial.name), \(trial.phase.rawValue)"
        if !blind.isEmpty {
            sentences.append(
                "- not seen: \(title): \(blind.joined(separator: ", ")); air up to \(hottest)"
            )
        }
        if !warning.isEmpty {
            sentences.append("- told, not stopped: \(title): \(warning.joined(separator: ", "))")
        }
        return sentences
    }
}
