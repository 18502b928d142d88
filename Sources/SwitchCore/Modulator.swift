/// Turns a duty into on and off slots: first-order sigma-delta with hysteresis. The delivered mean
/// strays by at most about a slot, and the relay keeps its shortest times.
///
/// The debt of one slot is carried to the next. The relay closes when ``threshold`` slots are owed and
/// opens when that many too many were delivered. It changes earlier or later where the debt would
/// otherwise leave ±``bound`` before the relay may change again.
package struct Modulator {
    /// Slots owed at which the relay changes. At 0.5 and half duty it would switch every second, 3,600
    /// times an hour; a little more keeps every duty below 3,200.
    private static let threshold = 0.55
    /// The limit of the debt at a steady duty, in slots: a minute's delivery strays by at most twice
    /// this, 1.05 s (the tolerance of 1 % and one slot is 1.1 s).
    private static let bound = 1.05

    private let slot: Duration
    private let slotsPerNanosecond: Double
    private let shortestOnSlots: Int
    private let shortestOffSlots: Int
    /// The largest debt that is carried to the next duty, in slots: what builds up in the shortest
    /// times, and two more.
    private let largestDebt: Double

    /// Slots that the heater is owed at the last step; negative after too many.
    private var debt = 0.0
    private var lastStep: Instant?
    private var lastDuty = Duty.off
    private var slotBegan: Instant?
    private var slotsInState = 0
    /// The number of slots begun so far.
    package private(set) var slotCount: UInt64 = 0
    /// The relay's state since the last step.
    package private(set) var isOn = false

    /// A modulator with the relay open and no debt.
    package init(_ modulation: Modulation) {
        slot = modulation.slot
        shortestOnSlots = modulation.slots(in: modulation.shortestOn)
        shortestOffSlots = modulation.slots(in: modulation.shortestOff)
        largestDebt = Double(max(shortestOnSlots, shortestOffSlots) + 2)
        slotsPerNanosecond = 1 / Double(modulation.slot.inNanoseconds)
    }

    /// The relay's state at `now` for `duty`. A duty of 0 opens the relay at once, whatever the slot.
    package mutating func step(_ duty: Duty, at now: Instant) -> Bool {
        account(until: now)
        lastDuty = duty
        let isNewSlot = advanceSlot(to: now)
        guard duty > .off else {
            debt = 0
            if isOn {
                change(to: false)
                // The shortest off time counts from here, not from the slot's beginning.
                slotBegan = now
            }
            return false
        }
        guard isNewSlot else { return isOn }
        if isOn {
            let isDue = Self.isDue(-debt, per: 1 - duty.fraction, locked: shortestOffSlots)
            if slotsInState >= shortestOnSlots, isDue { change(to: false) }
        } else {
            let isDue = Self.isDue(debt, per: duty.fraction, locked: shortestOnSlots)
            if slotsInState >= shortestOffSlots, isDue { change(to: true) }
        }
        return isOn
    }

    /// Whether the relay must change now, at a debt that grows by `growth` a slot; the new state then
    /// lasts for at least `locked` slots.
    private static func isDue(_ debt: Double, per growth: Double, locked: Int) -> Bool {
        let leavesBoundBeforeTheNext = debt + growth > bound
        let wouldOvershoot = debt - Double(locked) * (1 - growth) < -bound
        if wouldOvershoot { return leavesBoundBeforeTheNext }
        return debt >= threshold || leavesBoundBeforeTheNext
    }

    /// Adds to the debt the duty owed since the last step, less what was delivered.
    private mutating func account(until now: Instant) {
        if let lastStep {
            let slots = Double(now.nanoseconds - lastStep.nanoseconds) * slotsPerNanosecond
            debt += (lastDuty.fraction - (isOn ? 1 : 0)) * max(slots, 0)
            debt = min(max(debt, -largestDebt), largestDebt)
        }
        lastStep = now
    }

    /// Begins the next slot where it is due; after a gap of more than a slot it begins at `now`.
    private mutating func advanceSlot(to now: Instant) -> Bool {
        guard let began = slotBegan else {
            slotBegan = now
            slotCount += 1
            return true
        }
        let due = began.advanced(by: slot)
        guard now >= due else { return false }
        slotBegan = now.duration(since: due) < slot ? due : now
        slotsInState = min(slotsInState + 1, 1_000_000)
        slotCount += 1
        return true
    }

    private mutating func change(to state: Bool) {
        isOn = state
        slotsInState = 0
    }
}
