import Chamber

/// The fault matrix over many plants, as one table.
package struct FaultMatrix {
    /// This share of the plants must detect the fault in each row.
    static let leastCaughtShare = 195.0 / 200

    /// The number of rows that miss their limit.
    package private(set) var missed = 0
    /// The number of runs that stopped before their defect began.
    package private(set) var falseTrips = 0
    /// The table, ready to print.
    package let lines: [String]

    /// `nominal` and each of `plants` hold one outcome for each of ``FaultTrial/all``.
    package init(nominal: [FaultOutcome], plants: [[FaultOutcome]]) {
        var table = TextTable(
            [
                "fault", "when", "nominal", "median", "p95", "worst", "caught", "limit", "",
                "latched as",
            ],
            left: [0, 1, 7, 8, 9]
        )
        for (index, trial) in FaultTrial.all.enumerated() {
            let outcomes = plants.map { $0[index] }
            let times = Spread(outcomes.compactMap(\.seconds))
            let isMet = Self.isMet(trial, nominal[index], times, of: outcomes.count)
            if !isMet { missed += 1 }
            falseTrips += outcomes.filter { $0.falseTrip != nil }.count
            table.add([
                trial.name,
                trial.phase.rawValue,
                Self.words(nominal[index].seconds),
                Self.words(times.median),
                Self.words(times.p95),
                Self.words(times.worst),
                "\(times.count)/\(outcomes.count)",
                trial.limit.words,
                isMet ? "ok" : "MISSED",
                Self.codes(of: outcomes, expected: trial.codes),
            ])
        }
        lines = table.lines
    }

    private static func isMet(
        _ trial: FaultTrial,
        _ nominal: FaultOutcome,
        _ times: Spread,
        of count: Int
    ) -> Bool {
        guard Double(times.count) >= leastCaughtShare * Double(count) else { return false }
        // The plants are stepped in tenths of a second, so half a step is not late.
        switch trial.limit {
        case .median(let limit):
            guard let nominal = nominal.seconds else { return false }
            return max(times.median ?? 0, nominal) <= limit + 0.05
        case .worst(let limit):
            guard let nominal = nominal.seconds, times.count == count else { return false }
            return max(times.worst ?? 0, nominal) <= limit + 0.05
        }
    }

    private static func words(_ seconds: Double?) -> String {
        seconds.map { $0.fixed(1) + " s" } ?? "never"
    }

    /// The codes that latched, most frequent first; codes of another defect are in brackets.
    private static func codes(of outcomes: [FaultOutcome], expected: [FaultCode]) -> String {
        let names = expected.map(\.word)
        return Tally(outcomes.compactMap { $0.latch?.code }).words { code in
            let short = String(code.drop { $0 != "." }.dropFirst())
            return names.contains(code) ? short : "(\(short))"
        }
    }
}
