import SwitchCore

/// Who asked for what, why the power is off, what the heat has cost, and what a step has to tell.
struct Account: Codable {
    var settingsChangedBy = Requester.controller
    /// Who turned the power on last.
    var heatRequestedBy = Requester.controller
    var offReason = OffReason.boot
    /// Who asked the buzzer to be quiet.
    var silence = AlarmSilence()
    private(set) var energyJoules = 0.0
    private var events = ShortList<Event>()
    private var outcomes = ShortList<WishOutcome>()

    init() {}

    /// Records an event for this step.
    mutating func record(_ kind: Event.Kind, by requester: Requester, at now: Instant) {
        events.append(Event(at: now, kind: kind, requester: requester))
    }

    /// Records what became of a wish, where somebody waits for the answer.
    mutating func record(_ answer: WishOutcome.Answer, to ticket: UInt64) {
        guard ticket != 0 else { return }
        outcomes.append(WishOutcome(ticket: ticket, answer: answer))
    }

    /// Adds what a closed relay took.
    mutating func spend(watts: Double, seconds: Double) {
        energyJoules += watts * seconds
    }

    /// What this step has to tell, once.
    mutating func collect() -> (events: ShortList<Event>, outcomes: ShortList<WishOutcome>) {
        defer {
            // Most steps have nothing to tell, and clearing these lists costs more than looking.
            if events.isUsed { events = ShortList() }
            if outcomes.isUsed { outcomes = ShortList() }
        }
        return (events, outcomes)
    }
}
