package import Chamber
import FlightLog
package import SwitchCore
import Synchronization

/// What passes from the beat to the flight recorder: steps as bytes, and now and then the whole
/// controller.
///
/// The beat holds the lock for the microseconds that one step takes to write, the recorder for a swap:
/// nobody waits for a disk. Nothing is allocated on the beat's side.
package final class StepBuffer: Sendable {
    /// What the recorder collects.
    package struct Contents: Sendable {
        /// Steps in a row, as a ``StepEncoder`` writes them.
        package var bytes: [UInt8] = []
        /// The controller before the step at `mark`, where the recorder asked for it: there a segment
        /// begins.
        package var controller: Controller?
        /// Bytes of the steps before the controller; they belong to the segment before.
        package var mark = 0
        /// Steps found no space: what follows has to begin with a controller.
        package var isTorn = false
        /// A fault has latched, or space runs out: the steps go to the disk at once.
        package var isUrgent = false
    }

    private struct State {
        var encoder: StepEncoder
        var contents = Contents()
    }

    /// More than five minutes of a slow disk; the half of it wakes the recorder.
    private static let capacity = 128 * 1024

    private let state: Mutex<State>
    private let isControllerWanted = Atomic(true)

    /// An empty buffer, which wants a controller first.
    package init() {
        state = Mutex(State(encoder: StepEncoder(limit: Self.capacity)))
    }

    // MARK: The beat's side

    /// Keeps a copy of the controller before its next step, where one is wanted.
    package func prepare(_ controller: borrowing Controller) {
        guard isControllerWanted.load(ordering: .relaxed) else { return }
        let copy = copy controller
        state.withLock { state in
            state.contents.controller = copy
            state.contents.mark = state.encoder.writer.count
            state.contents.isTorn = false
            state.encoder.beginAnew()
        }
        isControllerWanted.store(false, ordering: .relaxed)
    }

    /// Writes a step; says whether the recorder should collect soon.
    package func record(_ input: StepInput, at now: Instant, _ actions: Actions) -> Bool {
        var hasLatched = false
        for event in actions.events {
            if case .latched = event.kind { hasLatched = true }
        }
        return state.withLock { state in
            if !state.contents.isTorn, !state.encoder.append(input, at: now, actions) {
                state.contents.isTorn = true
            }
            let isFilling = state.encoder.writer.count > Self.capacity / 2
            if hasLatched || isFilling || state.contents.isTorn { state.contents.isUrgent = true }
            return state.contents.isUrgent
        }
    }

    // MARK: The recorder's side

    /// Asks for a copy of the controller, so that a segment can begin.
    package func wantController() {
        isControllerWanted.store(true, ordering: .relaxed)
    }

    /// Empties the buffer.
    package func collect() -> Contents {
        // Made outside the lock: it allocates.
        var fresh = State(encoder: StepEncoder(limit: Self.capacity))
        state.withLock { state in
            fresh.contents.isTorn = state.contents.isTorn
            swap(&state, &fresh)
        }
        var contents = fresh.contents
        contents.bytes = fresh.encoder.writer.bytes
        return contents
    }
}
