package import Chamber
package import SwitchCore

/// One second of the past: temperatures, duty and what was on; no part of it is on the heap.
package struct HistorySample: Equatable, Sendable {
    /// The calendar's time at its end.
    package var wall: WallTime
    /// The controller's time at its end.
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

    /// What a snapshot says about the second that it ends.
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

/// What was on; of a minute, what was on at any time in it. The numbers are stored.
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
