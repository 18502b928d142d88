import SwitchCore

/// Who has asked the buzzer to be quiet, and for how long. It silences a sound, never a guard.
/// Tests: `AlarmSilenceTests`.
package struct AlarmSilence: Codable, Equatable, Sendable {
    /// What somebody can ask of the buzzer.
    package enum Order: UInt8, CaseIterable, Codable, Sendable {
        /// Quiet for 15 minutes.
        case snooze
        /// Quiet for the fault that is latched; the next one sounds.
        case acknowledge
        /// Sound again.
        case end
    }

    /// How long a snooze lasts (the reefnet protocol's number).
    static let snoozeTime = Duration.minutes(15)

    private var until: Instant?
    private var acknowledged: FaultNumber?

    init() {}

    /// Carries out an order; says whether that changed anything.
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

    /// The buzzer is to be quiet about the fault that is latched.
    func isQuiet(about latched: FaultNumber?, at now: Instant) -> Bool {
        if let until, now < until { return true }
        return latched != nil && latched == acknowledged
    }
}
