import Chamber
import Cryptography
import Dialects
import Glibc
import MachineClock
import Server
import Surroundings
import SwitchCore
import Synchronization
import Threads
import Update

/// Takes updates, one at a time, from whoever brings them: what arrives goes to the disk in a thread of its
/// own, is checked there, unpacked, and chosen for the next start; and a version on trial is judged.
final class UpdateDesk: Sendable {
    /// What is asked of the thread.
    private enum Job {
        case begin(byteCount: Int, isFirmware: Bool)
        case upload(UploadStep)
        case transfer(DeviceLinkTransfer, tell: Teller)
        case refusedAnother
        case rollBack(@Sendable (String?) -> Void)
    }

    /// Tells a link what becomes of the update that it brings.
    typealias Teller = @Sendable (DeviceLinkNews) -> Void

    /// Who brings the upload that is under way.
    private enum Bearer {
        /// Until the server has taken its outcome.
        case server
        /// Until its outcome is told.
        case link(Teller)
    }

    /// What goes between the threads.
    private struct Shared {
        var jobs: [Job] = []
        /// `nil`: an upload may begin.
        var bearer: Bearer?
        var outcomes: [UploadOutcome] = []
        var status = UpdateStatus()
        /// When the main thread last found everything in good order.
        var goodAt: Instant?
        /// When the server last asked for outcomes.
        var serverAt: Instant?
        var restartAt: Instant?
        var isStopping = false
    }

    /// A sign of life that is older than this is none: the main thread looks twice a second.
    private static let freshness = Duration.seconds(2)
    /// From the answer to the restart: the page expects 2 to 3 s (wire contract, section 7).
    private static let restartDelay = Duration.milliseconds(2_500)
    /// How often a trial is looked at.
    private static let look = Duration.milliseconds(500)

    private let shared = Mutex(Shared())
    private let wake: Wake
    private let means: UpdateMeans
    let options: UpdateOptions

    init(_ options: UpdateOptions, _ means: UpdateMeans) throws(ThreadError) {
        self.options = options
        self.means = means
        wake = try Wake()
        shared.withLock { shared in
            shared.status.slot = options.programs.rawValue
            // Until the thread has looked, nothing is said to have proved itself.
            shared.status.isOnTrial = options.programs != .package
            if options.isLaunched { shared.status.phase = .starting }
        }
    }

    // MARK: From the other threads

    /// The server begins an upload; false: another one is under way.
    func begin(byteCount: Int, isFirmware: Bool) -> Bool {
        let isFree = claim(for: .server)
        put(isFree ? .begin(byteCount: byteCount, isFirmware: isFirmware) : .refusedAnother)
        return isFree
    }

    /// Takes what the server tells of the upload that it began.
    func take(_ step: UploadStep) {
        put(.upload(step))
    }

    /// Takes what a link tells of an update that arrives; of one that is refused at its beginning the
    /// rest is passed over.
    func take(_ transfer: DeviceLinkTransfer, tell: @escaping Teller) {
        put(.transfer(transfer, tell: tell))
    }

    /// Goes back to the version before.
    func rollBack(reply: @escaping @Sendable (String?) -> Void) {
        put(.rollBack(reply))
    }

    /// What became of uploads since the last call; that the server asks shows that it is alive.
    func takeOutcomes() -> [UploadOutcome] {
        shared.withLock { shared in
            shared.serverAt = .monotonic()
            if !shared.outcomes.isEmpty { shared.bearer = nil }
            defer { shared.outcomes = [] }
            return shared.outcomes
        }
    }

    /// The main thread has looked: steps, switch and samples are in good order.
    func noteGoodOrder() {
        shared.withLock { $0.goodAt = .monotonic() }
    }

    /// What everybody is told.
    var status: UpdateStatus {
        shared.withLock { $0.status }
    }

    /// Ends ``run(in:)``.
    func stop() {
        shared.withLock { $0.isStopping = true }
        wake.wake()
    }

    /// Takes the one place for an upload; false: it is taken.
    private func claim(for bearer: Bearer) -> Bool {
        shared.withLock { shared in
            guard shared.bearer == nil else { return false }
            shared.bearer = bearer
            return true
        }
    }

    private func put(_ job: Job) {
        shared.withLock { $0.jobs.append(job) }
        wake.wake()
    }

    // MARK: The thread

    /// Works until ``stop()``; `statePath` is the state directory.
    func run(in statePath: String) {
        let worker = UpdateWorker(options, means, statePath)
        var judge = TrialJudge(length: options.settings.trial)
        show(worker)
        while true {
            let (jobs, isStopping) = shared.withLock { shared in
                defer { shared.jobs = [] }
                return (shared.jobs, shared.isStopping)
            }
            guard !isStopping else { break }
            for job in jobs { carryOut(job, worker) }
            restartIfDue()
            if worker.isOnTrial, judge.isProved(isGood: isGood, at: .monotonic()) {
                worker.prove()
                show(worker)
            }
            guard jobs.isEmpty else { continue }
            let isWatching = worker.isOnTrial || shared.withLock { $0.restartAt != nil }
            wake.wait(atMost: isWatching ? Self.look : nil)
        }
        worker.close()
    }

    private var isGood: Bool {
        let now = Instant.monotonic()
        return shared.withLock { shared in
            guard let good = shared.goodAt, let server = shared.serverAt else { return false }
            return now.duration(since: good) < Self.freshness
                && now.duration(since: server) < Self.freshness
        }
    }

    private func carryOut(_ job: Job, _ worker: UpdateWorker) {
        switch job {
        case .begin(let count, let isFirmware):
            worker.begin(count, isFirmware: isFirmware)
            show(worker)
        case .upload(.part(let bytes)):
            worker.take(bytes)
        case .upload(.end):
            install(worker)
        case .upload(.cutOff):
            finish(worker.giveUp("it was cut off before its end: upload it again"), worker)
        case .transfer(let transfer, let tell):
            carryOut(transfer, tell, worker)
        case .refusedAnother:
            noteAnother(worker)
        case .rollBack(let reply):
            let refusal = worker.rollBack()
            if refusal == nil { scheduleRestart() }
            show(worker)
            reply(refusal)
        }
    }

    private func carryOut(
        _ transfer: DeviceLinkTransfer,
        _ tell: @escaping Teller,
        _ worker: UpdateWorker
    ) {
        if case .begin(let count) = transfer {
            guard claim(for: .link(tell)) else {
                noteAnother(worker)
                return tell(.refused(Self.another))
            }
            worker.begin(count, isFirmware: true)
            show(worker)
            guard worker.isRefused else { return tell(.ready) }
            return finish(worker.end(), worker)
        }
        guard isLinkBearer else { return }
        switch transfer {
        case .begin: break
        case .part(let bytes):
            worker.take(bytes)
            if worker.isRefused { finish(worker.end(), worker) }
        case .end:
            install(worker)
        case .givenUp(let reason):
            finish(worker.giveUp(reason), worker)
        }
    }

    private var isLinkBearer: Bool {
        shared.withLock { shared in
            if case .link = shared.bearer { true } else { false }
        }
    }

    /// What a second upload by a link is told; the server has an answer of its own.
    private static let another =
        "The update was refused: another one is being uploaded or installed. Wait for its end."

    private func noteAnother(_ worker: UpdateWorker) {
        worker.noteRefusal(
            "A second update was refused while another was being uploaded or installed."
        )
    }

    private func install(_ worker: UpdateWorker) {
        shared.withLock { $0.status.phase = .installing }
        finish(worker.end(), worker)
    }

    private func finish(_ outcome: UploadOutcome, _ worker: UpdateWorker) {
        if outcome.isAccepted { scheduleRestart() }
        show(worker)
        let tell: Teller? = shared.withLock { shared in
            guard case .link(let tell) = shared.bearer else {
                shared.outcomes.append(outcome)
                return nil
            }
            shared.bearer = nil
            return tell
        }
        guard let tell else { return means.wakeServer() }
        tell(outcome.isAccepted ? .accepted(outcome.text) : .refused(outcome.text))
    }

    private func scheduleRestart() {
        shared.withLock { $0.restartAt = Instant.monotonic().advanced(by: Self.restartDelay) }
    }

    private func restartIfDue() {
        let isDue = shared.withLock { shared in
            guard let at = shared.restartAt, Instant.monotonic() >= at else { return false }
            shared.restartAt = nil
            return true
        }
        if isDue { means.restart() }
    }

    private func show(_ worker: UpdateWorker) {
        let status = worker.status
        shared.withLock { $0.status = status }
    }
}
