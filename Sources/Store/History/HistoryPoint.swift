package import Chamber
package import SwitchCore

/// One point of the history: a second, or the average and the extremes of a longer time.
package struct HistoryPoint: Equatable, Sendable {
    /// The average of a quantity over the point's time, and its extremes; in a second all three are equal.
    package struct Spread: Equatable, Sendable {
        /// In the unit of its quantity, like the extremes.
        package var average: Double
        /// The lowest sample.
        package var lowest: Double
        /// The highest sample.
        package var highest: Double

        package init(average: Double, lowest: Double, highest: Double) {
            self.average = average
            self.lowest = lowest
            self.highest = highest
        }
    }

    /// When the point began.
    package var wall: WallTime
    /// How many of its seconds were recorded.
    package var samples: Int
    /// Degrees Celsius; `nil` where the probe did not read at all.
    package var chamber: Spread?
    /// As ``chamber``.
    package var chamberSecond: Spread?
    /// As ``chamber``.
    package var element: Spread?
    /// 0…1.
    package var duty: Spread
    /// Degrees Celsius, the last value.
    package var setPoint: Double?
    /// Everything that was on at any time within it.
    package var flags: HistoryFlags
}

extension HistoryPoint {
    /// A second.
    init(_ sample: HistorySample) {
        wall = sample.wall
        samples = 1
        chamber = sample.chamber.map { Spread($0.degrees) }
        chamberSecond = sample.chamberSecond.map { Spread($0.degrees) }
        element = sample.element.map { Spread($0.degrees) }
        duty = Spread(sample.duty.fraction)
        setPoint = sample.setPoint?.degrees
        flags = sample.flags
    }

    /// Merges the point that follows; averages are weighted by the recorded seconds.
    mutating func append(_ next: HistoryPoint) {
        let share = Double(next.samples) / Double(max(samples + next.samples, 1))
        chamber = Spread.merged(chamber, next.chamber, share: share)
        chamberSecond = Spread.merged(chamberSecond, next.chamberSecond, share: share)
        element = Spread.merged(element, next.element, share: share)
        duty = Spread.merged(duty, next.duty, share: share) ?? duty
        setPoint = next.setPoint
        flags.formUnion(next.flags)
        samples += next.samples
    }
}

extension HistoryPoint.Spread {
    /// A single value.
    init(_ value: Double) {
        self.init(average: value, lowest: value, highest: value)
    }

    /// Merges two, the second with its `share` (0…1) of the average; one alone where the other is
    /// unknown.
    fileprivate static func merged(
        _ first: HistoryPoint.Spread?,
        _ second: HistoryPoint.Spread?,
        share: Double
    ) -> HistoryPoint.Spread? {
        guard let first, let second else { return first ?? second }
        return HistoryPoint.Spread(
            average: first.average + (second.average - first.average) * share,
            lowest: min(first.lowest, second.lowest),
            highest: max(first.highest, second.highest)
        )
    }
}

/// One second of history: temperatures, duty and what was on; no part of it is on the heap.
package struct HistorySample: Equatable, Sendable {
    /// The calendar time at its end.
    package var wall: WallTime
    /// The monotonic time at its end.
    package var at: Instant
    /// `nil` where the probe is not fitted or did not read.
    package var chamber: Celsius?
    /// As ``chamber``.
    package var chamberSecond: Celsius?
    /// As ``chamber``.
    package var element: Celsius?
    /// What the regulator asked for.
    package var duty: Duty
    /// `nil` where nothing heats.
    package var setPoint: Celsius?
    /// What was on.
    package var flags: HistoryFlags

    package init(
        wall: WallTime,
        at: Instant,
        chamber: Celsius? = nil,
        chamberSecond: Celsius? = nil,
        element: Celsius? = nil,
        duty: Duty = .off,
        setPoint: Celsius? = nil,
        flags: HistoryFlags = []
    ) {
        self.wall = wall
        self.at = at
        self.chamber = chamber
        self.chamberSecond = chamberSecond
        self.element = element
        self.duty = duty
        self.setPoint = setPoint
        self.flags = flags
    }

    /// The second that ends with a snapshot.
    package init(_ snapshot: Snapshot, wall: WallTime = .now()) {
        self.init(
            wall: wall,
            at: snapshot.at,
            chamber: snapshot.chamber.temperature,
            chamberSecond: snapshot.chamberSecond.temperature,
            element: snapshot.element.temperature,
            duty: snapshot.duty,
            setPoint: snapshot.setPoint,
            flags: HistoryFlags(snapshot)
        )
    }
}

/// What was on, in a minute at any time. The numbers are stored.
package struct HistoryFlags: OptionSet, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// The heater's line.
    package static let heater = HistoryFlags(rawValue: 1)
    /// The blower's line.
    package static let fan = HistoryFlags(rawValue: 2)
    /// Heating and ventilating were allowed.
    package static let power = HistoryFlags(rawValue: 4)
    /// A drying run was under way.
    package static let drying = HistoryFlags(rawValue: 8)
    /// The element was cooling after it had reached its foldback limit.
    package static let foldback = HistoryFlags(rawValue: 16)
    /// A fault was latched.
    package static let latched = HistoryFlags(rawValue: 32)

    init(_ snapshot: Snapshot) {
        var flags: HistoryFlags = []
        if snapshot.isHeaterOn { flags.insert(.heater) }
        if snapshot.isFanOn { flags.insert(.fan) }
        if snapshot.settings.isOn { flags.insert(.power) }
        if snapshot.drying.isRunning { flags.insert(.drying) }
        if snapshot.isFoldedBack { flags.insert(.foldback) }
        if snapshot.latch != nil { flags.insert(.latched) }
        self = flags
    }
}
