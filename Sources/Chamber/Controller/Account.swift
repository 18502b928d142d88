import SwitchCore

/// Who asked for what, why the power is off, the energy used, and this step's events and outcomes.
struct Account: Codable {
    var settingsChangedBy = Requester.controller
    /// Who turned the power on last.
    var heatRequestedBy = Requester.controller
    var offReason = OffReason.boot
    /// A start of drying that waits for its mode.
    var rememberedStart = RememberedStart()
    /// The request to silence the buzzer.
    var silence = AlarmSilence()
    /// The relay's switchings over its life.
    var relayLife = RelayLife()
    private(set) var energyJoules = 0.0
    /// What people are told that the controller does. A recording does not need it.
    private var shown = ShownActivity()
    private var events = ShortList<Event>()
    private var outcomes = ShortList<WishOutcome>()

    private enum CodingKeys: CodingKey {
        case settingsChangedBy
        case heatRequestedBy
        case offReason
        case rememberedStart
        case silence
        case relayLife
        case energyJoules
        case events
        case outcomes
    }

    private struct ShownActivity {
        var activity: Snapshot.Activity?
        var setPoint: Celsius?
        var since = Instant.zero
    }

    init() {}

    /// Since when people are told of this activity and this set point.
    mutating func since(
        _ activity: Snapshot.Activity,
        _ setPoint: Celsius?,
        at now: Instant
    ) -> Instant {
        if activity != shown.activity || setPoint != shown.setPoint {
            shown = ShownActivity(activity: activity, setPoint: setPoint, since: now)
        }
        return shown.since
    }

    /// Records an event for this step.
    mutating func record(_ kind: Event.Kind, by requester: Requester, at now: Instant) {
        events.append(Event(at: now, kind: kind, requester: requester))
    }

    /// Records the outcome of a wish whose sender waits for the answer.
    mutating func record(_ answer: WishOutcome.Answer, to ticket: UInt64) {
        guard ticket != 0 else { return }
        outcomes.append(WishOutcome(ticket: ticket, answer: answer))
    }

    /// Adds the energy of a closed relay.
    mutating func spend(watts: Double, seconds: Double) {
        energyJoules += watts * seconds
    }

    /// Returns this step's events and outcomes, and clears them.
    mutating func collect() -> (events: ShortList<Event>, outcomes: ShortList<WishOutcome>) {
        defer {
            // Most steps have none, and clearing these lists costs more than checking them.
            if events.isUsed { events = ShortList() }
            if outcomes.isUsed { outcomes = ShortList() }
        }
        return (events, outcomes)
    }
}
