import Surroundings

/// A span of history.
package struct History: Equatable, Sendable {
    /// How long one point lasts.
    package var interval: Duration
    /// Oldest first; a time without records has no point.
    package var points: [HistoryPoint]
}

/// How finely history is stored.
enum HistoryResolution {
    /// A point a second, of the last hour.
    case seconds
    /// A point a minute, of the last 30 days.
    case minutes
}

/// Merges points as they are read, so that a month takes no more memory than an hour.
struct HistoryThinner {
    /// The table to read.
    let resolution: HistoryResolution
    /// The oldest time that is wanted.
    let start: WallTime
    /// Nothing newer either, which a clock that ran ahead may have left; less than a minute ahead
    /// is the store's own rounding.
    private let end: WallTime
    private let intervalMilliseconds: Int64
    private var points: [HistoryPoint] = []
    private var interval: Int64 = -1

    /// For what `query` asks for at `now`: its span is held to 1 s…30 days, its points to 1…3,600.
    init(_ query: HistoryQuery, at now: WallTime) {
        let seconds = min(max(query.span.components.seconds, 1), 30 * 86_400)
        let unit: Int64
        // By the second there is the last hour alone.
        let oldest = query.range.map { now.milliseconds - $0.from } ?? seconds * 1000
        if oldest <= Int64(HistoryTables.secondsCapacity) * 1000 {
            resolution = .seconds
            unit = 1
        } else {
            resolution = .minutes
            unit = 60
        }
        // A range need not begin with a whole interval: then there is one more.
        let isRange = query.range != nil
        let most = Int64(min(max(query.points - (isRange ? 1 : 0), 1), 3600))
        let units = (seconds + unit * most - 1) / (unit * most)
        intervalMilliseconds = units * unit * 1000
        // Whole intervals, so that a point keeps its place while time goes on; one interval more
        // would begin before the span.
        if let range = query.range {
            start = WallTime(milliseconds: range.from)
            end = WallTime(milliseconds: range.to)
            return
        }
        end = WallTime(milliseconds: now.milliseconds + 60_000)
        let (last, _) = now.milliseconds.quotientAndRemainder(dividingBy: intervalMilliseconds)
        let count = (seconds * 1000) / intervalMilliseconds
        start = WallTime(milliseconds: (last - max(count, 1) + 1) * intervalMilliseconds)
    }

    mutating func add(_ point: HistoryPoint) {
        guard point.wall >= start, point.wall <= end else { return }
        let interval = point.wall.milliseconds / intervalMilliseconds
        guard interval == self.interval, !points.isEmpty else {
            self.interval = interval
            points.append(point)
            return
        }
        points[points.count - 1].append(point)
    }

    var history: History {
        History(interval: .milliseconds(intervalMilliseconds), points: points)
    }
}
