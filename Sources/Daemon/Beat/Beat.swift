import Boards
import Chamber
import Server
import Store
import Synchronization

/// The sampler and controller thread: ten steps a second, whatever anyone else does.
///
/// It owns board and controller. It allocates nothing, logs nothing and waits for nobody: samples and
/// acknowledgements come from the board, wishes from the exchange, and what a step leads to goes to
/// the switch first, then to the exchange and the store.
final class Beat: @unchecked Sendable {
    // Safe to share: `stopRequested` is atomic; all else is touched by `init` and then by the one
    // thread in `run` only.

    /// Between two steps of the controller, on its own clock.
    private static let interval = Duration.milliseconds(100)
    /// Later than this is a leap that the controller has to judge, not steps to catch up with.
    private static let longestCatchUp = Duration.seconds(2)

    private let board: any HeaterBoard
    private var controller: Controller
    private let clock: BeatClock
    private let exchange: Exchange
    private let server: HeaterServer
    private let stopRequested = Atomic(false)
    private var recorder: Recorder
    private var isFanOn = false

    init(
        board: any HeaterBoard,
        controller: Controller,
        clock: BeatClock,
        exchange: Exchange,
        store: StoreWorker,
        server: HeaterServer
    ) {
        self.board = board
        self.controller = controller
        self.clock = clock
        self.exchange = exchange
        self.server = server
        recorder = Recorder(store)
    }

    /// Makes `run` return after its next step; from any thread.
    func stop() {
        stopRequested.store(true, ordering: .releasing)
    }

    /// Steps until `stop()`, then turns the outputs off.
    func run() {
        var due = clock.now()
        while !stopRequested.load(ordering: .acquiring) {
            clock.sleep(until: due)
            let now = clock.now()
            if clock.isRealTime {
                // A thread that was held up steps once, at the true time: two steps at one time
                // would be a clock that stands still. The clock guard judges the gap.
                step(at: now)
                repeat { due = due.advanced(by: Self.interval) } while due <= now
            } else {
                // A simulation that runs fast takes each of its steps.
                if clock.realDuration(from: due, to: now) > Self.longestCatchUp { due = now }
                repeat {
                    step(at: due)
                    due = due.advanced(by: Self.interval)
                } while due <= now
            }
        }
        turnOff()
    }

    private func step(at now: Instant) {
        board.advance(to: now)
        var input = StepInput(reading: board.reading, report: board.report)
        input.wishes = exchange.takeWishes()
        let actions = controller.step(input, at: now)
        board.carryOut(actions.command, at: now)
        isFanOn = actions.command.isFanOn
        exchange.publish(actions)
        // Whoever waits for an answer gets it now; a write to an eventfd, no more.
        if !actions.outcomes.isEmpty { server.wake() }
        recorder.keep(actions, wall: .now(), exchange)
    }

    /// An orderly end: the heater off in one last command.
    private func turnOff() {
        let now = clock.now()
        let off = SwitchCommand(
            sequence: .max,
            heater: .off,
            isFanOn: isFanOn,
            isSecondRelayClosed: false,
            leaseEnd: now
        )
        board.carryOut(off, at: now)
        board.advance(to: now.advanced(by: Self.interval))
    }
}
