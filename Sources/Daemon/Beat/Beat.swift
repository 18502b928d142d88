import Boards
import CSupport
import Chamber
import Server
import Store
import SwitchCore
import Synchronization

/// The controller's thread: ten steps a second, whatever the other threads do.
///
/// It owns board and controller. It allocates nothing, logs nothing and waits for no other thread.
/// Samples and acknowledgements come from the board, wishes from the exchange. The result of a step goes
/// to the switch first, then to the exchange, the store and the flight recorder.
final class Beat: @unchecked Sendable {
    // Safe to share: `stopRequested` is atomic; all else is touched by `init` and then by the one
    // thread in `run` only.

    /// The time between two steps, on the controller's clock.
    private static let interval = Duration.milliseconds(100)
    /// The real-time priority: below the switch's (20), above every thread that is not real-time.
    private static let priority: Int32 = 10
    /// The longest delay for which a fast simulation makes up its steps. After a longer one, the
    /// controller judges the gap.
    private static let longestCatchUp = Duration.seconds(2)

    private let board: any HeaterBoard
    private var controller: Controller
    private let clock: BeatClock
    private let exchange: Exchange
    private let server: HeaterServer
    private let lateness: Lateness
    private let stopRequested = Atomic(false)
    private let hurryRequested = Atomic(false)
    private let ended = Atomic(false)
    /// How long the blower may cool the element before `run` ends; zero: no cooling.
    private let longestCooling: Duration
    /// Why there is no board: then the controller is never stepped, and nothing is stored.
    private let refusal: WishOutcome.Refusal?
    private var storeFeed: StoreFeed
    private let flight: FlightRecorder
    private var isFanOn = false
    private var isPoweredOn = false
    private var ownStall = OwnStall()

    init(
        board: any HeaterBoard,
        controller: Controller,
        clock: BeatClock,
        exchange: Exchange,
        store: StoreService,
        server: HeaterServer,
        lateness: Lateness,
        flight: FlightRecorder,
        fingerprint: String,
        resumeMark: ResumeMark,
        longestCooling: Duration,
        refusal: WishOutcome.Refusal?
    ) {
        self.board = board
        self.controller = controller
        self.clock = clock
        self.exchange = exchange
        self.server = server
        self.lateness = lateness
        self.longestCooling = longestCooling
        self.flight = flight
        self.refusal = refusal
        storeFeed = StoreFeed(store, fingerprint: fingerprint, resumeMark)
    }

    /// Makes `run` turn the heat off, let the blower cool the element, and return; from any thread.
    func stop() {
        stopRequested.store(true, ordering: .releasing)
    }

    /// Makes a `run` that is cooling return at once; from any thread.
    func hurry() {
        hurryRequested.store(true, ordering: .releasing)
    }

    /// Steps until `stop()`, cools, then turns the heater off.
    func run() {
        _ = hearth_run_in_real_time(Self.priority)
        stepUntil { stopRequested.load(ordering: .acquiring) }
        let end = clock.now().advanced(by: longestCooling)
        stepUntil { !isCooling || clock.now() >= end || hurryRequested.load(ordering: .acquiring) }
        turnOff()
        ended.store(true, ordering: .releasing)
    }

    /// `run` has returned, or is about to.
    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    /// The blower runs, or the controller's power is still on.
    private var isCooling: Bool { isFanOn || isPoweredOn }

    private func stepUntil(_ isDone: () -> Bool) {
        var due = clock.now()
        while !isDone() {
            clock.sleep(until: due)
            let now = clock.now()
            lateness.record(clock.realDuration(from: due, to: now))
            if clock.isRealTime {
                // A delayed thread makes one step, at the true time: two steps at the same time would
                // look like a clock that stands still. The clock guard judges the gap.
                if isReady(at: now) { step(at: now) }
                repeat { due = due.advanced(by: Self.interval) } while due <= now
            } else {
                // A fast simulation makes up each of its steps.
                if clock.realDuration(from: due, to: now) > Self.longestCatchUp { due = now }
                repeat {
                    step(at: due)
                    due = due.advanced(by: Self.interval)
                } while due <= now
            }
        }
    }

    /// Whether the controller may judge now; after a stall of this process, asks the hardware first.
    private func isReady(at now: Instant) -> Bool {
        guard refusal == nil else { return true }
        let decision = ownStall.decide(at: now) { instant in
            board.advance(to: now)
            return board.hasAnswered(since: instant)
        }
        if decision == .ask { board.ask() }
        return decision == .step
    }

    private func step(at now: Instant) {
        if let refusal { return refuse(refusal, at: now) }
        board.advance(to: now)
        var input = StepInput(
            reading: board.reading,
            report: board.report,
            openContacts: board.openContacts,
            fanPulses: board.collectFanPulses()
        )
        let isEnding = stopRequested.load(ordering: .relaxed)
        if isEnding {
            // During the end, no wish may turn the heat on again.
            exchange.refuseWishes(.stopping)
            input.wishes.append(WishEnvelope(.setPower(false), from: .controller))
            server.wake()
        } else {
            input.wishes = exchange.collectWishes()
        }
        flight.prepare(controller)
        let actions = controller.step(input, at: now)
        board.carryOut(actions.command, at: now)
        isFanOn = actions.command.isFanOn
        isPoweredOn = actions.snapshot.settings.isOn
        exchange.publish(actions)
        // Clients that wait for an answer get it now. The call only writes to an eventfd.
        if !actions.outcomes.isEmpty { server.wake() }
        storeFeed.feed(actions, wall: .now(), exchange, isEnding: isEnding)
        flight.record(input, at: now, actions)
    }

    /// Shows that the service is alive and everything is off, and refuses what is wished. What the state
    /// directory holds stays as it is, so that a board file with a mistake costs no calibration.
    private func refuse(_ refusal: WishOutcome.Refusal, at now: Instant) {
        let isAnswered = exchange.refuseWishes(refusal)
        var snapshot = exchange.snapshot
        snapshot.at = now
        snapshot.step += 1
        exchange.publish(snapshot)
        if isAnswered { server.wake() }
    }

    /// Sends one last command: heater off and second relay open, the blower as it is.
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
