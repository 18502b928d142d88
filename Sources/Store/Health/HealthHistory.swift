package import Chamber
package import Surroundings

/// The runs of one board and calibration, out of all that are stored.
package struct HealthHistory: Sendable {
    private static let dayMilliseconds = 86_400_000.0
    /// A trend compares with the runs nearest to a month ago, at least a week ago: their median.
    private static let monthDays = 30.0
    private static let leastDays = 7.0
    private static let compared = 5

    /// The board's runs, oldest first.
    private let runs: [HealthRun]
    /// How many stored runs are left out, because their board or calibration is another.
    package let foreign: Int

    /// The runs among `all`, oldest first, that were compared with `reference`.
    package init(_ all: [HealthRun], of reference: HealthRun.Reference) {
        runs = all.filter { $0.reference == reference }
        foreign = all.count - runs.count
    }

    /// What a controller starts from.
    package var restored: RestoredHealth { RestoredHealth(runs.map(\.figures)) }

    /// Why stored runs are left out, for the log; `nil` where none is.
    package var note: String? {
        guard foreign > 0 else { return nil }
        let runs = foreign == 1 ? "1 stored run" : "\(foreign) stored runs"
        return "health: \(runs) of another board or calibration are not compared with this one"
    }

    /// What the figures were about a month before `now`.
    package func trend(at now: WallTime) -> HealthTrend {
        HealthTrend(
            heater: past(\.heater, now),
            blower: past(\.blower, now),
            loss: past(\.loss, now),
            probeDifferenceKelvin: past(\.probeDifferenceKelvin, now)
        )
    }

    private func past(
        _ figure: (HealthFigures) -> Double?,
        _ now: WallTime
    ) -> HealthTrend.Past? {
        var found: [(value: Double, days: Double)] = []
        for run in runs {
            let days =
                Double(now.milliseconds - run.wall.milliseconds) / Self.dayMilliseconds
            guard days >= Self.leastDays, let value = figure(run.figures) else { continue }
            found.append((value, days))
        }
        found.sort { abs($0.days - Self.monthDays) < abs($1.days - Self.monthDays) }
        guard let nearest = found.first else { return nil }
        let values = found.prefix(Self.compared).map(\.value).sorted()
        return HealthTrend.Past(value: values[values.count / 2], days: nearest.days)
    }
}
