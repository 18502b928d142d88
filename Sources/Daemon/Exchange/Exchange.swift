package import Chamber
package import Dialects
import Glibc
import Synchronization

/// All that passes between the beat and the other threads: the newest snapshot and bounded queues.
///
/// Each part has its own lock, held for a copy and nothing else. The beat never waits for a client:
/// what does not fit is dropped and counted.
package final class Exchange: Sendable {
    /// More wishes than a thousand clients send between two beats are a flood.
    private static let wishCapacity = 256
    private static let outcomeCapacity = 1_024
    private static let eventCapacity = 256
    /// How long the controller may take to hear of something: twenty steps.
    private static let hearing = 100
    private static let hearingMicroseconds: UInt32 = 20_000

    private let newest: Mutex<Snapshot>
    private let wishes = Mutex(BoundedRing<WishEnvelope>(capacity: Exchange.wishCapacity))
    private let outcomes = Mutex(BoundedRing<WishOutcome>(capacity: Exchange.outcomeCapacity))
    private let events = Mutex(BoundedRing<APIEvent>(capacity: Exchange.eventCapacity))

    /// The service is about to restart into another version: it must not begin to heat.
    private let isHeatRefused = Atomic(false)

    /// Begins with what the controller shows before its first step.
    package init(_ snapshot: Snapshot) {
        newest = Mutex(snapshot)
    }

    // MARK: The beat's side

    /// Takes as many wishes as one step may have.
    package func collectWishes() -> ShortList<WishEnvelope> {
        wishes.withLock { ring in
            var taken = ShortList<WishEnvelope>()
            while taken.count < StepInput.mostWishes, let wish = ring.popFirst() {
                taken.append(wish)
            }
            return taken
        }
    }

    /// Shows what a step led to: the snapshot first, so that no outcome is ahead of it.
    package func publish(_ actions: Actions) {
        newest.withLock { $0 = actions.snapshot }
        guard !actions.outcomes.isEmpty else { return }
        outcomes.withLock { ring in
            for outcome in actions.outcomes { _ = ring.append(outcome) }
        }
    }

    /// Refuses every waiting wish, and answers each client that waits.
    package func refuseWishes(_ refusal: WishOutcome.Refusal) {
        for wish in collectWishes() where wish.ticket != 0 {
            outcomes.withLock {
                _ = $0.append(WishOutcome(ticket: wish.ticket, answer: .refused(refusal)))
            }
        }
    }

    // MARK: The others' side

    /// Refuses every wish that would turn heat on, or no longer. What is on stays on, and what is in
    /// the queue already still has its effect.
    package func refuseHeat(_ isRefused: Bool) {
        isHeatRefused.store(isRefused, ordering: .releasing)
    }

    /// Sees to it that no heat is on and none comes on any more, and returns once the controller has heard
    /// of it. False: there is heat, and it is not refused.
    func preventHeat() -> Bool {
        refuseHeat(true)
        let first = snapshot.step
        // A wish that was posted before has had its effect.
        for _ in 0..<Self.hearing where snapshot.step < first + 2 {
            usleep(Self.hearingMicroseconds)
        }
        guard isHeatPossible else { return true }
        refuseHeat(false)
        return false
    }

    /// Heat is on, or may come on without another wish.
    var isHeatPossible: Bool {
        let snapshot = snapshot
        return snapshot.settings.isOn || snapshot.isHeaterOn || snapshot.calibration != nil
            || snapshot.drying.isRunning
    }

    /// The newest snapshot.
    package var snapshot: Snapshot {
        newest.withLock { $0 }
    }

    /// Hands a wish to the beat; false: the queue is full.
    package func post(_ envelope: WishEnvelope) -> Bool {
        if envelope.wish.turnsHeatOn, isHeatRefused.load(ordering: .acquiring) {
            let answer = WishOutcome.Answer.refused(.stopping)
            guard envelope.ticket != 0 else { return true }
            let outcome = WishOutcome(ticket: envelope.ticket, answer: answer)
            return outcomes.withLock { $0.append(outcome) }
        }
        return wishes.withLock { $0.append(envelope) }
    }

    /// The outcomes since the last call, oldest first.
    package func collectOutcomes() -> [WishOutcome] {
        outcomes.withLock { $0.drain() }
    }

    /// The events since the last call, oldest first.
    package func collectEvents() -> [APIEvent] {
        events.withLock { $0.drain() }
    }

    /// Tells events that have got their numbers; from the store's thread.
    package func tell(_ numbered: [APIEvent]) {
        events.withLock { ring in
            for event in numbered { _ = ring.append(event) }
        }
    }
}

extension Wish {
    /// It may turn heat on, whatever the settings are.
    fileprivate var turnsHeatOn: Bool {
        switch self {
        case .setPower(let isOn): isOn
        case .heat, .dry, .dryPreset, .startDrying, .calibrate, .soak: true
        case .setMode, .setTarget, .setFanBedThreshold, .setHeatBedThreshold, .selectDryingPreset,
            .setCustomDryingTarget, .setCustomDryingHours, .stopDrying, .renewLease,
            .stopCalibration, .skipSoak, .reportBed, .reportPandaClients, .setOffset, .clearLatch,
            .confirmLatchCleared, .restoreFactorySettings, .tune, .silence, .setVolume,
            .setBrightness:
            false
        }
    }
}
