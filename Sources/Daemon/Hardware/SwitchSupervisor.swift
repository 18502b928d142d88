import Chamber
import Glibc
import Lines
import MachineClock
import Settings
import SwitchCore
import Synchronization
import System
import Threads

/// Keeps a switch running: starts it, notices its death, and starts it again at once, which turns every
/// line off.
final class SwitchSupervisor: Sendable {
    let link: SwitchLink
    private let supervision: SwitchSupervision
    private let worker: Worker

    /// Starts the first switch. Throws where a line is unavailable.
    ///
    /// - Parameter failureAction: what the owner allowed against a switch that cannot be killed.
    init(
        _ arguments: SwitchArguments,
        origin: Instant,
        log: Log,
        failureAction: @escaping @Sendable () -> Void
    ) throws(StartError) {
        link = SwitchLink(origin: origin)
        let supervision = try SwitchSupervision(arguments, link, log, failureAction)
        self.supervision = supervision
        do throws(SystemError) {
            let mailbox = try Mailbox<Never>(capacity: 0)
            worker = Worker(named: "switch", serving: mailbox) { supervision }
        } catch {
            supervision.release()
            throw StartError(error)
        }
        if let trouble = HeldLinesFile.ofService().write(arguments) { log(.warning, trouble) }
    }

    /// Starts the thread that watches the switch.
    func start() throws(SystemError) {
        try worker.start()
    }

    /// The daemon ends: a switch that ends in order now has not died. From any thread.
    func prepareToStop() {
        supervision.isStopping.store(true, ordering: .releasing)
    }

    /// A killed switch does not end, so that no other can take the lines. From any thread.
    var isSwitchStuck: Bool { supervision.isStuck.load(ordering: .acquiring) }

    /// Stops watching and ends the switch, which turns every line off.
    func close() {
        prepareToStop()
        worker.stop()
        supervision.release()
    }
}

/// What the supervisor's thread does: inspects the running switch, and does what ``SwitchWatch`` decides.
private final class SwitchSupervision: Work, @unchecked Sendable {
    // Safe to share: `isStopping` and `isStuck` are atomic. `watch`, `current` and `hasHungUp` are touched
    // by `init`, then by the supervisor's thread, and by `release` once that has been joined. The rest is
    // constant.

    /// How often to inspect a switch that runs, and one that is ending.
    private static let look = Duration.milliseconds(250)
    private static let endingLook = Duration.milliseconds(20)
    /// The time between two attempts to start a switch.
    private static let pause = Duration.milliseconds(500)
    /// A switch that has closed its socket ends within this time.
    private static let hangUpTime = Duration.milliseconds(50)
    /// How long a stop waits for a switch that was told to end, and for one that was killed.
    private static let longestEnd = Duration.seconds(2)

    let isStopping = Atomic(false)
    let isStuck = Atomic(false)
    private let program = SwitchProcess.hold()
    private let arguments: SwitchArguments
    private let link: SwitchLink
    private let log: Log
    private let failureAction: @Sendable () -> Void
    private var watch = SwitchWatch()
    /// The process that has not been waited for.
    private var current: SwitchProcess?
    private var hasHungUp = false
    /// The socket of the next switch, made ahead: a dead switch is replaced also when the process has no
    /// descriptor left.
    private var nextSocket: SwitchSocket?
    /// The lack of a next socket is in the log.
    private var isLackReported = false

    init(
        _ arguments: SwitchArguments,
        _ link: SwitchLink,
        _ log: Log,
        _ failureAction: @escaping @Sendable () -> Void
    ) throws(StartError) {
        self.arguments = arguments
        self.link = link
        self.log = log
        self.failureAction = failureAction
        let socket = try SwitchSocket.make()
        do throws(SwitchProcess.Failure) {
            let limit = SwitchProcess.firstReadyWithin
            attach(try SwitchProcess.start(program, arguments, at: socket, readyWithin: limit))
        } catch {
            throw error.reason
        }
        makeNextSocket()
    }

    /// Waits only for the end of the switch; the beat reads its answers.
    var watched: [pollfd] {
        [pollfd(watching: watch.isRunning ? current?.descriptor ?? -1 : -1, for: 0)]
    }

    func receive(_ descriptor: CInt, _ events: Int16, at now: Instant) {
        hasHungUp = true
    }

    func serve(_ messages: [Never], at now: Instant) -> Instant? {
        if nextSocket == nil { makeNextSocket() }
        let observation = observeSwitch()
        for effect in watch.step(observation, at: now) { carryOut(effect, observation) }
        isStuck.store(watch.isStuck, ordering: .releasing)
        let pause = watch.isRunning ? Self.look : watch.isEnding ? Self.endingLook : Self.pause
        return now.advanced(by: pause)
    }

    private func observeSwitch() -> SwitchWatch.Observation {
        var observation = SwitchWatch.Observation()
        observation.hasHungUp = hasHungUp
        observation.isSilent = link.isSilent
        observation.isRetiring = link.isRetiring
        observation.isBlowerNeeded = link.isBlowerNeeded
        // A signal that the main thread has not received yet counts too.
        observation.isStopping = isStopping.load(ordering: .acquiring) || Signals.isStopPending
        observation.end = current?.running.end(within: hasHungUp ? Self.hangUpTime : .zero)
        if observation.end != nil { current = nil }
        hasHungUp = false
        return observation
    }

    private func carryOut(_ effect: SwitchWatch.Effect, _ observation: SwitchWatch.Observation) {
        switch effect {
        case .countDeath:
            link.detach(hasDied: true)
            if let end = observation.end { log(.error, "hearth-switch \(end)") }
        case .kill(let reason):
            log(.error, "\(reason.sentence); ending it")
            current?.running.kill()
        case .start:
            startAgain()
        case .reportStuck(let time):
            log(
                .error,
                "hearth-switch cannot be killed: a driver holds it in the kernel for "
                    + "\(time.inSeconds.fixed(0)) s, and the heater may be on; switch off its mains, "
                    + "and restart the machine"
            )
        case .takeFailureAction:
            failureAction()
        }
    }

    private func startAgain() {
        defer { makeNextSocket() }
        // Does nothing after a death, which has been counted.
        link.detach(hasDied: false)
        let socket: SwitchSocket
        do throws(StartError) {
            socket = try collectSocket()
        } catch {
            log(.error, error.message)
            return
        }
        do throws(SwitchProcess.Failure) {
            let limit = SwitchProcess.nextReadyWithin
            attach(try SwitchProcess.start(program, arguments, at: socket, readyWithin: limit))
            log(.error, "hearth-switch was started again with everything off")
        } catch {
            log(.error, error.reason.message)
            guard let stuck = error.stuck else { return }
            current = stuck
            watch.confirmStuckStart(at: .monotonic())
        }
    }

    /// The socket that was made ahead, or another one.
    private func collectSocket() throws(StartError) -> SwitchSocket {
        guard let socket = nextSocket else { return try .make() }
        nextSocket = nil
        return socket
    }

    private func makeNextSocket() {
        do throws(StartError) {
            nextSocket = try .make()
            isLackReported = false
        } catch {
            if !isLackReported { log(.warning, error.message) }
            isLackReported = true
        }
    }

    private func attach(_ process: SwitchProcess) {
        current = process
        link.attach(process.descriptor)
        watch.confirmStart()
    }

    /// Ends the switch. Call it after the supervisor's thread has ended.
    func release() {
        link.detach(hasDied: false)
        nextSocket?.close()
        nextSocket = nil
        guard let process = current else { return }
        current = nil
        process.running.terminate()
        guard process.running.end(within: Self.longestEnd) == nil else { return }
        process.running.kill()
        guard process.running.end(within: Self.longestEnd) == nil else { return }
        log(
            .error,
            "hearth-switch cannot be killed: a driver holds it in the kernel, and the heater may be "
                + "on; switch off its mains, and restart the machine"
        )
    }
}

extension SwitchWatch.Reason {
    /// The reason for the log.
    fileprivate var sentence: String {
        switch self {
        case .hungUp: "hearth-switch has closed its connection"
        case .silent: "hearth-switch does not answer"
        case .retiring: "hearth-switch was told to end, and hearth was not"
        }
    }
}
