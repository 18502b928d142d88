package import Chamber
import FlightLog
package import SwitchCore
import Synchronization

/// What passes from the beat to the flight recorder: steps as bytes, and now and then the whole
/// controller.
///
/// The beat holds the lock for the microseconds that one step takes to write, the recorder for a swap:
/// nobody waits for a disk. Nothing is allocated on the beat's side.
package final class FlightTape: Sendable {
    /// What the recorder takes off.
    package struct Reel: Sendable {
        /// Steps in a row, as a ``StepEncoder`` writes them.
        package var bytes: [UInt8] = []
        /// The controller before the step at `mark`, where the recorder asked for it: there a segment
        /// begins.
        package var controller: Controller?
        package var mark = 0
        /// Steps found no space: what follows has to begin with a controller.
        package var isTorn = false
    }

    private struct State {
        var encoder: StepEncoder
        var reel = Reel()
    }

    /// More than five minutes of a slow disk; the half of it wakes the recorder.
    private static let capacity = 128 * 1024

    private let state: Mutex<State>
    private let isControllerWanted = Atomic(true)

    package init() {
        state = Mutex(State(encoder: StepEncoder(limit: Self.capacity)))
    }

    // MARK: The beat's side

    /// Keeps a copy of the controller before its next step, where one is wanted.
    package func prepare(_ controller: borrowing Controller) {
        guard isControllerWanted.load(ordering: .relaxed) else { return }
        let copy = copy controller
        state.withLock { state in
            state.reel.controller = copy
            state.reel.mark = state.encoder.writer.count
            state.reel.isTorn = false
            state.encoder.beginAnew()
        }
        isControllerWanted.store(false, ordering: .relaxed)
    }

    /// Writes a step; says whether the recorder should have a look soon.
    package func note(_ input: StepInput, at now: Instant, _ actions: Actions) -> Bool {
        let isFilling = state.withLock { state in
            guard !state.reel.isTorn else { return true }
            if !state.encoder.append(input, at: now, actions) { state.reel.isTorn = true }
            return state.encoder.writer.count > Self.capacity / 2
        }
        guard !isFilling else { return true }
        for event in actions.events {
            if case .latched = event.kind { return true }
        }
        return false
    }

    // MARK: The recorder's side

    /// Asks for a copy of the controller, so that a segment can begin.
    package func wantController() {
        isControllerWanted.store(true, ordering: .relaxed)
    }

    /// Takes what has been written.
    package func take() -> Reel {
        // Made outside the lock: it allocates.
        var fresh = State(encoder: StepEncoder(limit: Self.capacity))
        state.withLock { state in
            fresh.reel.isTorn = state.reel.isTorn
            swap(&state, &fresh)
        }
        var reel = fresh.reel
        reel.bytes = fresh.encoder.writer.bytes
        return reel
    }
}
