import Chamber

/// The figures of health beside the truth, as one table: median and range of what runs show, in percent.
struct HealthList {
    /// How far a figure of a plain heater may be from the truth: as shares.
    private static let heaterTolerance = 0.05
    private static let blowerTolerance = 0.08
    /// This share of a condition's figures must be within their tolerance.
    private static let leastWithin = 0.95

    /// The number of conditions with too many figures beyond their tolerance, on plain heaters.
    private(set) var missed = 0
    let lines: [String]

    init(_ plants: [HealthRuns]) {
        var table = TextTable(
            [
                "condition", "heaters", "runs", "heater: truth", "shown", "given", "blower: truth",
                "shown", "given", "",
            ],
            left: [0, 1, 9]
        )
        for (isPlain, words) in [(true, "plain"), (false, "PTC, two-mass")] {
            let known = plants.filter { $0.isPlain == isPlain }.compactMap(\.figures)
            guard !known.isEmpty else { continue }
            for (index, trial) in HealthTrial.all.enumerated() {
                let heater = known.compactMap { $0[index].heater }
                let blower = known.compactMap { $0[index].blower }
                let wrong =
                    Self.beyond(heater, trial.heater, Self.heaterTolerance)
                    + Self.beyond(blower, trial.blower, Self.blowerTolerance)
                let given = Double(heater.count + blower.count)
                let isMet = Double(wrong) <= (1 - Self.leastWithin) * given
                let isJudged = isPlain && trial.hasLimits
                if isJudged, !isMet { missed += 1 }
                let verdict = (isMet ? "ok" : "MISSED") + (wrong > 0 ? ", \(wrong) beyond" : "")
                table.add([
                    trial.name, words, "\(known.count)",
                    Self.percent(trial.heater), Self.spread(heater), "\(heater.count)",
                    Self.percent(trial.blower), Self.spread(blower), "\(blower.count)",
                    isJudged ? verdict : "",
                ])
            }
        }
        let series = Self.series(plants)
        missed += series.missed
        lines = table.lines + [""] + series.lines
    }

    /// The series as sentences: no warning without cause, and the warning before the fault.
    private static func series(_ plants: [HealthRuns]) -> (lines: [String], missed: Int) {
        let sound = plants.compactMap(\.sound)
        let falseWarnings = sound.filter { $0.warnedAt != nil }.count
        let fading = plants.compactMap(\.fading)
        let warned = fading.compactMap(\.warnedAt)
        let late = fading.filter { one in
            one.latchedAt.map { latch in one.warnedAt.map { $0 <= latch } ?? true } ?? false
        }.count
        return (
            [
                "Ten runs of a sound heater: \(falseWarnings) of \(sound.count) warn.",
                "Airflow 5 % less from run to run: \(warned.count) of \(fading.count) warn, at "
                    + "\(spread(warned)) %; a fault latches at "
                    + "\(spread(fading.compactMap(\.latchedAt))) %, before the warning in \(late).",
            ],
            falseWarnings + late
        )
    }

    private static func beyond(_ values: [Double], _ truth: Double, _ tolerance: Double) -> Int {
        values.filter { abs($0 - truth) > tolerance }.count
    }

    private static func percent(_ share: Double) -> String { (share * 100).fixed(0) }

    private static func spread(_ values: [Double]) -> String {
        let sorted = values.sorted()
        guard let least = sorted.first, let most = sorted.last else { return "none" }
        let median = sorted[sorted.count / 2]
        return "\(percent(least))…\(percent(median))…\(percent(most))"
    }
}
