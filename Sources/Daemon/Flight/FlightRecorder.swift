import Chamber
import FlightLog
import MachineClock
import Store
import SwitchCore
import Synchronization
import Threads

/// The flight recorder's thread: every ten seconds it takes the steps off the tape and writes them
/// together; at a latched fault at once.
///
/// Not to be taken for ``Recorder``, which hands events, settings and history to the store.
final class FlightRecorder: Sendable {
    /// How long steps wait for more: a card wears by the number of writes.
    private static let pause = Duration.seconds(10)

    private let tape = FlightTape()
    private let wake: Wake
    private let stopRequested = Atomic(false)
    private let fault = Atomic(false)
    // Used by the one thread in `run` only, after `init`.
    private nonisolated(unsafe) var keeper: FlightKeeper

    init(_ keeper: FlightKeeper) throws(ThreadError) {
        wake = try Wake()
        self.keeper = keeper
    }

    // MARK: The beat's side: nothing allocates, nothing waits

    /// Before a step of the controller.
    func prepare(_ controller: borrowing Controller) {
        tape.prepare(controller)
    }

    /// After it.
    func note(_ input: StepInput, at now: Instant, _ actions: Actions) {
        if tape.note(input, at: now, actions) {
            fault.store(true, ordering: .relaxed)
            wake.wake()
        }
    }

    // MARK: The thread

    /// Writes until ``stop()``.
    func run() {
        var isStopping = false
        while !isStopping {
            wake.wait(atMost: Self.pause)
            isStopping = stopRequested.load(ordering: .acquiring)
            let isUrgent = fault.exchange(false, ordering: .relaxed)
            let wall = WallTime.now().milliseconds
            let wants = keeper.write(
                tape.take(),
                wall: wall,
                at: .monotonic(),
                isUrgent: isUrgent
            )
            if wants { tape.wantController() }
        }
        keeper.finish()
    }

    /// Makes ``run()`` write what is left and return; the beat has ended.
    func stop() {
        stopRequested.store(true, ordering: .releasing)
        wake.wake()
    }
}
