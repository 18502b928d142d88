import Chamber
import SwitchCore

/// Gathers the samples of a minute into one point.
struct MinuteCollector {
    /// Sum and extremes of one quantity.
    private struct Gathering {
        private var count = 0
        private var sum = 0.0
        private var lowest = Double.infinity
        private var highest = -Double.infinity

        mutating func add(_ value: Double?) {
            guard let value else { return }
            count += 1
            sum += value
            lowest = min(lowest, value)
            highest = max(highest, value)
        }

        var spread: HistoryPoint.Spread? {
            guard count > 0 else { return nil }
            return HistoryPoint.Spread(
                average: sum / Double(count),
                lowest: lowest,
                highest: highest
            )
        }
    }

    private static let nanoseconds: Int64 = 60_000_000_000

    private var minute: Int64?
    private var wall = WallTime(milliseconds: 0)
    private var samples = 0
    private var chamber = Gathering()
    private var chamberSecond = Gathering()
    private var element = Gathering()
    private var duty = Gathering()
    private var setPoint: Double?
    private var flags: HistoryFlags = []

    /// Moves the minute at hand, whose calendar was wrong.
    mutating func shift(by milliseconds: Int64) {
        wall.shift(by: milliseconds)
    }

    /// Adds a sample; returns the finished minute if the sample begins a new one. Minutes follow
    /// the monotonic clock, which nobody sets.
    mutating func add(_ sample: HistorySample) -> HistoryPoint? {
        let minute = sample.at.nanoseconds / MinuteCollector.nanoseconds
        let ended = minute == self.minute ? nil : end()
        if ended != nil || self.minute == nil {
            self.minute = minute
            wall = sample.wall
        }
        samples += 1
        chamber.add(sample.chamber?.degrees)
        chamberSecond.add(sample.chamberSecond?.degrees)
        element.add(sample.element?.degrees)
        duty.add(sample.duty.fraction)
        setPoint = sample.setPoint?.degrees
        flags.formUnion(sample.flags)
        return ended
    }

    /// Ends the current minute, whole or not; `nil` where there is none.
    mutating func end() -> HistoryPoint? {
        let ended = point
        self = MinuteCollector()
        return ended
    }

    /// The current minute so far.
    var point: HistoryPoint? {
        guard samples > 0 else { return nil }
        return HistoryPoint(
            wall: wall,
            samples: samples,
            chamber: chamber.spread,
            chamberSecond: chamberSecond.spread,
            element: element.spread,
            duty: duty.spread ?? HistoryPoint.Spread(0),
            setPoint: setPoint,
            flags: flags
        )
    }
}
