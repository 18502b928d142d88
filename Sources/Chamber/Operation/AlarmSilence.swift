import SwitchCore

/// A request to silence the buzzer, with its end. It silences a sound, never a guard.
/// Tests: `AlarmSilenceTests`.
package struct AlarmSilence: Codable, Equatable, Sendable {
    /// A request about the buzzer.
    package enum Order: UInt8, CaseIterable, Codable, Sendable {
        /// Quiet for 15 minutes.
        case snooze
        /// Quiet for the latched fault; the next fault sounds.
        case acknowledge
        /// Sound again.
        case end
    }

    /// How long a snooze lasts (the reefnet protocol's number).
    static let snoozeTime = Duration.minutes(15)

    private var until: Instant?
    private var acknowledged: FaultNumber?

    init() {}

    /// Carries out an order; returns whether it changed anything.
    mutating func carryOut(_ order: Order, latched: FaultNumber?, at now: Instant) -> Bool {
        let before = self
        switch order {
        case .snooze: until = now.advanced(by: Self.snoozeTime)
        case .acknowledge: acknowledged = latched ?? acknowledged
        case .end:
            until = nil
            acknowledged = nil
        }
        return self != before
    }

    /// Whether the buzzer must be quiet about the latched fault.
    func isQuiet(about latched: FaultNumber?, at now: Instant) -> Bool {
        if let until, now < until { return true }
        return latched != nil && latched == acknowledged
    }
}
