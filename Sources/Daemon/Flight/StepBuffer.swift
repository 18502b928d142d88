package import Chamber
import FlightLog
package import SwitchCore
import Synchronization

/// Passes steps from the beat to the flight recorder as bytes, and sometimes a copy of the controller.
///
/// The beat holds the lock for the microseconds that it takes to encode one step, the recorder for a
/// swap: neither waits for a disk. The beat's side allocates nothing.
package final class StepBuffer: Sendable {
    /// The contents of the buffer.
    package struct Contents: Sendable {
        /// Consecutive steps in the format of ``StepEncoder``.
        package var bytes: [UInt8] = []
        /// The controller before the step at ``mark``, if the recorder asked for it: a segment begins
        /// there.
        package var controller: Controller?
        /// The number of bytes before that step; they belong to the previous segment.
        package var mark = 0
        /// Steps were lost because the buffer was full: the next segment must begin with a controller.
        package var isTorn = false
        /// A fault has latched, or the buffer is half full: the steps go to the disk at once.
        package var isUrgent = false
    }

    private struct State {
        var encoder: StepEncoder
        var contents = Contents()
    }

    /// In bytes: the steps of more than five minutes. A half-full buffer wakes the recorder.
    private static let capacity = 128 * 1024

    private let state: Mutex<State>
    private let isControllerWanted = Atomic(true)

    /// An empty buffer, which copies the controller before the first step.
    package init() {
        state = Mutex(State(encoder: StepEncoder(limit: Self.capacity)))
    }

    // MARK: The beat's side

    /// Copies the controller before its next step, if the recorder asked for it.
    package func prepare(_ controller: borrowing Controller) {
        guard isControllerWanted.load(ordering: .relaxed) else { return }
        let copy = copy controller
        state.withLock { state in
            state.contents.controller = copy
            state.contents.mark = state.encoder.writer.count
            state.contents.isTorn = false
            state.encoder.restart()
        }
        isControllerWanted.store(false, ordering: .relaxed)
    }

    /// Encodes a step; true: wake the recorder.
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
    package func requestController() {
        isControllerWanted.store(true, ordering: .relaxed)
    }

    /// Takes everything out of the buffer.
    package func collect() -> Contents {
        // Created outside the lock, because it allocates.
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
