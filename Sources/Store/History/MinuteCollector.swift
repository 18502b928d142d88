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

    /// Takes a sample; answers the point of the minute that it ends, if it begins a new one.
    /// Minutes are those of the controller's clock, which no one sets.
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

    /// Ends the minute at hand, whole or not; `nil` where there is none.
    mutating func end() -> HistoryPoint? {
        let ended = point
        self = MinuteCollector()
        return ended
    }

    /// The minute at hand as far as it has come.
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
