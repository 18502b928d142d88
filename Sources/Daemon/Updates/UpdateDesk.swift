import Chamber
import Cryptography
import Glibc
import MachineClock
import Server
import Synchronization
import Threads
import Update

/// Takes updates: what arrives goes to the disk in a thread of its own, is checked there, unpacked, and
/// chosen for the next start; and a version on trial is judged.
final class UpdateDesk: Sendable {
    /// What is asked of the thread.
    private enum Job {
        case upload(UploadStep)
        case rollBack(@Sendable (String?) -> Void)
    }

    /// What goes between the threads.
    private struct Shared {
        var jobs: [Job] = []
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
        }
    }

    // MARK: From the other threads

    /// Takes what the server tells of an upload.
    func take(_ step: UploadStep) {
        put(.upload(step))
    }

    /// Goes back to the version before.
    func rollBack(reply: @escaping @Sendable (String?) -> Void) {
        put(.rollBack(reply))
    }

    /// What became of uploads since the last call; that the server asks shows that it is alive.
    func takeOutcomes() -> [UploadOutcome] {
        shared.withLock { shared in
            shared.serverAt = .monotonic()
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

    private func put(_ job: Job) {
        shared.withLock { $0.jobs.append(job) }
        wake.wake()
    }

    // MARK: The thread

    /// Works until ``stop()``; `statePath` is the state directory.
    func run(in statePath: String) {
        let worker = UpdateWorker(options, means, statePath)
        var judge = TrialJudge(length: options.trial)
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
        case .upload(.begin(let count, let isFirmware)):
            worker.begin(count, isFirmware: isFirmware)
            show(worker)
        case .upload(.part(let bytes)):
            worker.take(bytes)
        case .upload(.end):
            shared.withLock { $0.status.phase = .installing }
            finish(worker.end(), worker)
        case .upload(.cutOff):
            finish(worker.cutOff(), worker)
        case .upload(.refusedAnother):
            worker.noteRefusal(
                "A second update was refused while another was being uploaded or installed."
            )
        case .rollBack(let reply):
            let refusal = worker.rollBack()
            if refusal == nil { scheduleRestart() }
            show(worker)
            reply(refusal)
        }
    }

    private func finish(_ outcome: UploadOutcome, _ worker: UpdateWorker) {
        if outcome.isAccepted { scheduleRestart() }
        show(worker)
        shared.withLock { $0.outcomes.append(outcome) }
        means.wakeServer()
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
