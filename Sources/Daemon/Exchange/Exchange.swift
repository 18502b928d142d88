package import Chamber
package import Dialects
import Glibc
import MachineClock
import SwitchCore
import Synchronization

/// Shares data between the beat and the other threads: the newest snapshot and bounded queues.
///
/// Each part has its own lock, which is only held for a copy. The beat never waits for a client: an
/// element that finds its queue full is dropped and counted.
package final class Exchange: Sendable {
    /// A thousand clients send fewer wishes than this between two steps; more are a flood.
    private static let wishCapacity = 256
    private static let outcomeCapacity = 1_024
    private static let eventCapacity = 256
    /// How often and at which interval to look for the controller's next two steps: 2 s in all, the
    /// time of twenty steps.
    private static let hearing = 100
    private static let hearingMicroseconds: UInt32 = 20_000

    private let newest: Mutex<Snapshot>
    private let wishes = Mutex(BoundedRing<WishEnvelope>(capacity: Exchange.wishCapacity))
    private let outcomes = Mutex(BoundedRing<WishOutcome>(capacity: Exchange.outcomeCapacity))
    private let events = Mutex(BoundedRing<APIEvent>(capacity: Exchange.eventCapacity))

    /// The service is about to restart into another version, so no heat may be turned on.
    private let isHeatRefused = Atomic(false)

    /// Somebody has decided since the start whether and how to heat.
    private let isDecided = Atomic(false)

    /// Present in a simulation that runs faster than real time.
    private let terms: Mutex<RealTimeTerms?>

    /// Starts with the controller's snapshot from before its first step.
    ///
    /// - Parameter speed: how many times faster than the clock on the wall the controller's runs.
    package init(_ snapshot: Snapshot, speed: Int = 1) {
        newest = Mutex(snapshot)
        terms = Mutex(speed == 1 ? nil : RealTimeTerms(speed: speed))
    }

    // MARK: The beat's side

    /// Removes the oldest wishes, at most as many as one step accepts.
    package func collectWishes() -> ShortList<WishEnvelope> {
        wishes.withLock { ring in
            var taken = ShortList<WishEnvelope>()
            while taken.count < StepInput.mostWishes, let wish = ring.popFirst() {
                taken.append(wish)
            }
            if taken.count < StepInput.mostWishes,
                let renewal = terms.withLock({ $0?.step(at: .monotonic()) })
            {
                taken.append(renewal)
            }
            return taken
        }
    }

    /// Publishes the result of a step: the snapshot first, so that no outcome comes before it.
    package func publish(_ actions: Actions) {
        let lease = terms.withLock { terms in
            terms == nil
                ? actions.snapshot.lease : terms?.follow(actions.snapshot.lease, at: .monotonic())
        }
        newest.withLock { newest in
            newest = actions.snapshot
            newest.lease = lease
        }
        guard !actions.outcomes.isEmpty else { return }
        outcomes.withLock { ring in
            for outcome in actions.outcomes { _ = ring.append(outcome) }
        }
    }

    /// Refuses the oldest waiting wishes, at most as many as one step accepts, and answers their
    /// clients. Returns whether a client waits for an answer.
    @discardableResult
    package func refuseWishes(_ refusal: WishOutcome.Refusal) -> Bool {
        var isAnswered = false
        for envelope in collectWishes() where envelope.ticket != 0 {
            // What is off already stays off: nobody is told that it could not be turned off.
            let isOff = envelope.wish == .setPower(false)
            let answer: WishOutcome.Answer = isOff ? .unchanged : .refused(refusal)
            outcomes.withLock {
                _ = $0.append(WishOutcome(ticket: envelope.ticket, answer: answer))
            }
            isAnswered = true
        }
        return isAnswered
    }

    /// Publishes a snapshot that no controller made: of a machine without a board.
    func publish(_ snapshot: Snapshot) {
        newest.withLock { $0 = snapshot }
    }

    // MARK: The others' side

    /// Refuses every new wish that would turn heat on, or accepts such wishes again. Heat that is on
    /// stays on, and wishes that are in the queue already still take effect.
    package func refuseHeat(_ isRefused: Bool) {
        isHeatRefused.store(isRefused, ordering: .releasing)
    }

    /// Refuses new heat, and waits until the controller has processed all earlier wishes. False: heat
    /// is on or may come on; new heat is then accepted again.
    func preventHeat() -> Bool {
        refuseHeat(true)
        let first = snapshot.step
        // After two steps, every wish that was posted before has taken effect.
        for _ in 0..<Self.hearing where snapshot.step < first + 2 {
            usleep(Self.hearingMicroseconds)
        }
        guard isHeatPossible else { return true }
        refuseHeat(false)
        return false
    }

    /// Heat is on, or can come on without another wish.
    var isHeatPossible: Bool {
        let snapshot = snapshot
        return snapshot.settings.isOn || snapshot.isHeaterOn || snapshot.calibration != nil
            || snapshot.drying.isRunning
    }

    /// The newest snapshot.
    package var snapshot: Snapshot {
        newest.withLock { $0 }
    }

    /// Hands a wish to the beat; false: the queue is full. While heat is refused, a wish that would turn
    /// heat on gets its refusal here.
    package func post(_ envelope: WishEnvelope) -> Bool {
        if envelope.wish.decidesOnHeat { isDecided.store(true, ordering: .releasing) }
        return pass(envelope)
    }

    /// Turns mode auto on for a print that goes on, unless somebody has decided since the start.
    package func resumeAuto() -> Bool {
        guard !hasBeenDecided else { return false }
        return pass(WishEnvelope(.run(.auto), from: Requester(.printer)))
    }

    private func pass(_ envelope: WishEnvelope) -> Bool {
        if envelope.wish.turnsHeatOn, isHeatRefused.load(ordering: .acquiring) {
            let answer = WishOutcome.Answer.refused(.stopping)
            guard envelope.ticket != 0 else { return true }
            let outcome = WishOutcome(ticket: envelope.ticket, answer: answer)
            return outcomes.withLock { $0.append(outcome) }
        }
        _ = terms.withLock { $0?.record(envelope, at: .monotonic()) }
        return wishes.withLock { $0.append(envelope) }
    }

    /// Whether anybody has wished since the start for heat, for its end, or for another mode: also where
    /// that changed nothing.
    package var hasBeenDecided: Bool { isDecided.load(ordering: .acquiring) }

    /// The outcomes since the last call, oldest first.
    package func collectOutcomes() -> [WishOutcome] {
        outcomes.withLock { $0.drain() }
    }

    /// The events since the last call, oldest first.
    package func collectEvents() -> [APIEvent] {
        events.withLock { $0.drain() }
    }

    /// Publishes events that have their numbers; from the store's thread.
    package func publish(_ numbered: [APIEvent]) {
        events.withLock { ring in
            for event in numbered { _ = ring.append(event) }
        }
    }
}
