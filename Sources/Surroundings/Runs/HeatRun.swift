package import Chamber

/// One heating, from the first demand for heat to its end.
package struct HeatRun: Equatable, Sendable {
    /// What the heat was for.
    package enum Purpose: CaseIterable, Sendable {
        case alwaysOn
        case auto
        case drying
        case calibration
    }

    /// Why it ended.
    package enum End: CaseIterable, Sendable {
        /// Somebody turned the heat off.
        case wish
        case fault
        case sessionLimit
        case overrun
        case leaseExpired
        case clock
        case heatBalance
        case calibrationOver
        /// The drying run has lasted its time.
        case dryingDone
        /// In mode auto, nothing asks for heat any more.
        case notWanted
        /// Another mode or a calibration followed; its heat is a run of its own.
        case modeChanged
        /// The service was stopped or restarted, and turned the heat off.
        case serviceEnded
        /// The last entry is without an end: the power or the program failed.
        case powerLost
    }

    /// When it began, in milliseconds since 1970-01-01 00:00 UTC.
    package var startMilliseconds: Int64
    /// When it ended, or was recorded last.
    package var endMilliseconds: Int64
    /// What the heat was for.
    package let purpose: Purpose
    /// The last set point, in °C; `nil` in a calibration, which has none.
    package var target: Double?
    /// The highest temperature of the chamber's air in it, in °C; `nil`: never known.
    package var highestChamber: Double?
    /// From the beginning until the air held ``target``, in seconds; `nil`: it did not.
    package var secondsToTarget: Double?
    /// How long the air held a set point, in seconds.
    package var secondsHeld = 0.0
    /// How long it took as a whole, in seconds of the controller's clock.
    package var seconds = 0.0
    /// The heater's energy in Wh, estimated from its rated power; `nil`: not known.
    package var wattHours: Double?
    /// Why it ended; `nil`: it goes on.
    package var end: End?

    package init(
        purpose: Purpose,
        startMilliseconds: Int64,
        endMilliseconds: Int64,
        target: Double? = nil
    ) {
        self.purpose = purpose
        self.startMilliseconds = startMilliseconds
        self.endMilliseconds = endMilliseconds
        self.target = target
    }

    /// Moves it to later.
    package mutating func shift(by milliseconds: Int64) {
        startMilliseconds += milliseconds
        endMilliseconds += milliseconds
    }
}

/// A run as it is stored.
package struct RecordedRun: Equatable, Sendable {
    /// Counts up from run to run.
    package let id: Int64
    /// As it was recorded last.
    package var run: HeatRun

    package init(id: Int64, run: HeatRun) {
        self.id = id
        self.run = run
    }
}

extension HeatRun.Purpose: Worded {
    package var word: String {
        switch self {
        case .alwaysOn: "always_on"
        case .auto: "auto"
        case .drying: "drying"
        case .calibration: "calibration"
        }
    }
}

extension HeatRun.End: Worded {
    package var word: String {
        switch self {
        case .wish: "wish"
        case .fault: "fault"
        case .sessionLimit: "session_limit"
        case .overrun: "overrun"
        case .leaseExpired: "lease_expired"
        case .clock: "clock"
        case .heatBalance: "heat_balance"
        case .calibrationOver: "calibration_over"
        case .dryingDone: "drying_done"
        case .notWanted: "not_wanted"
        case .modeChanged: "mode_changed"
        case .serviceEnded: "service_ended"
        case .powerLost: "power_lost"
        }
    }

    /// The end for a person.
    package var title: String {
        switch self {
        case .wish: "Turned off"
        case .fault: "Stopped by a fault"
        case .sessionLimit: "The longest session was over"
        case .overrun: "Full power had no effect"
        case .leaseExpired: "The client went silent"
        case .clock: "The clock stumbled"
        case .heatBalance: "The temperature did not match the power"
        case .calibrationOver: "The calibration was over"
        case .dryingDone: "Drying was done"
        case .notWanted: "The printer asked for no more heat"
        case .modeChanged: "Another mode followed"
        case .serviceEnded: "The service ended"
        case .powerLost: "The power or the program failed"
        }
    }

    /// The end of a run because the power went off for `reason`.
    package init(_ reason: OffReason) {
        switch reason {
        case .boot, .wish: self = .wish
        case .fault: self = .fault
        case .sessionLimit: self = .sessionLimit
        case .overrun: self = .overrun
        case .leaseExpired: self = .leaseExpired
        case .clock: self = .clock
        case .heatBalance: self = .heatBalance
        case .calibrationOver: self = .calibrationOver
        }
    }
}
