/// Makes a failing scenario as small as it can: first it removes lines (delta debugging, Zeller and
/// Hildebrandt 2002), then it shortens the times between the others.
package struct ScenarioReducer {
    /// Whether the lines still fail in the same way.
    package typealias Failing = ([ScenarioLine]) -> Bool

    private let isFailing: Failing
    /// The number of runs left, so that every reduction ends.
    private var budget: Int

    package init(budget: Int = 2_000, isFailing: @escaping Failing) {
        self.budget = budget
        self.isFailing = isFailing
    }

    /// The smallest lines found; `lines` must fail. The last line is the end, and stays.
    package mutating func reduce(_ lines: [ScenarioLine]) -> [ScenarioLine] {
        var smallest = lines
        while true {
            let before = smallest
            smallest = dropLines(of: smallest)
            smallest = shortenGaps(of: smallest)
            if smallest == before || budget <= 0 { return smallest }
        }
    }

    private mutating func fails(_ lines: [ScenarioLine]) -> Bool {
        guard budget > 0 else { return false }
        budget -= 1
        return isFailing(lines)
    }

    /// Removes halves, quarters and so on, down to single lines, until none can go.
    private mutating func dropLines(of lines: [ScenarioLine]) -> [ScenarioLine] {
        var kept = lines
        var chunk = max(1, (kept.count - 1) / 2)
        while chunk >= 1 {
            var start = 0
            var hasShrunk = false
            while start < kept.count - 1 {
                var trial = kept
                trial.removeSubrange(start..<min(start + chunk, kept.count - 1))
                if fails(trial) {
                    kept = trial
                    hasShrunk = true
                } else {
                    start += chunk
                }
            }
            if chunk == 1, !hasShrunk { return kept }
            chunk = chunk == 1 ? 1 : chunk / 2
            if kept.count <= 1 { return kept }
        }
        return kept
    }

    /// Moves each line, with all later ones, closer to the line before.
    private mutating func shortenGaps(of lines: [ScenarioLine]) -> [ScenarioLine] {
        var kept = lines
        for index in kept.indices {
            let before = index == 0 ? 0 : kept[index - 1].tenths
            for gap in [0, 10, 100, 600, (kept[index].tenths - before) / 2] {
                let shift = kept[index].tenths - before - gap
                guard shift > 0 else { continue }
                var trial = kept
                for later in index..<trial.count { trial[later].tenths -= shift }
                if fails(trial) {
                    kept = trial
                    break
                }
            }
        }
        return kept
    }
}
