import Chamber
import Dialects
import MachineClock
import Server
import Surroundings
import SwitchCore
import Synchronization
import Update

/// The state and the outcome of the present upload: shared between the update thread, the server, the
/// links and the main thread.
final class UpdateProgress: Sendable {
    /// Where the upload comes from, and how long it occupies the only place.
    enum Bearer {
        /// Occupied until the server has collected the outcome.
        case server
        /// Occupied until the link gets the outcome.
        case link(UpdateService.NewsReceiver)
    }

    private struct State {
        /// The source of the present upload; `nil`: an upload may begin.
        var bearer: Bearer?
        var outcomes: [UploadOutcome] = []
        var status = UpdateStatus()
        /// A part was lost because the queue was full.
        var isOverrun = false
        /// When the main thread last found the daemon healthy.
        var goodAt: Instant?
        /// When the server last collected outcomes.
        var serverAt: Instant?
    }

    /// An older sign of life does not count; the main thread gives one twice a second.
    private static let freshness = Duration.seconds(2)

    private let state = Mutex(State())
    private let wakeServer: @Sendable () -> Void

    /// - Parameter wakeServer: tells the server that there is an outcome to collect; called from any
    ///   thread.
    init(_ options: UpdateOptions, wakeServer: @escaping @Sendable () -> Void) {
        self.wakeServer = wakeServer
        state.withLock { state in
            state.status.slot = options.programs.rawValue
            // Until the update thread has read the slots, an installed version counts as on trial.
            state.status.isOnTrial = options.programs != .package
            if options.isLaunched { state.status.phase = .starting }
        }
    }

    /// Claims the only place for an upload; false: another upload has it.
    func claim(for bearer: Bearer) -> Bool {
        state.withLock { state in
            guard state.bearer == nil else { return false }
            state.bearer = bearer
            state.isOverrun = false
            return true
        }
    }

    /// The upload could not begin: the place is free again.
    func release() {
        state.withLock { $0.bearer = nil }
    }

    /// The present upload comes from a link.
    var isLinkBearer: Bool {
        state.withLock { state in
            if case .link = state.bearer { true } else { false }
        }
    }

    /// A part of the upload was lost, so the upload must be refused.
    func markOverrun() {
        state.withLock { $0.isOverrun = true }
    }

    /// Whether a part was lost since the last call.
    func collectOverrun() -> Bool {
        state.withLock { state in
            defer { state.isOverrun = false }
            return state.isOverrun
        }
    }

    /// Passes the outcome to the source of the upload.
    func finish(_ outcome: UploadOutcome) {
        let publish: UpdateService.NewsReceiver? = state.withLock { state in
            guard case .link(let publish) = state.bearer else {
                state.outcomes.append(outcome)
                return nil
            }
            state.bearer = nil
            return publish
        }
        guard let publish else { return wakeServer() }
        publish(outcome.isAccepted ? .accepted(outcome.text) : .refused(outcome.text))
    }

    /// The outcomes of the server's uploads since the last call; also a sign of life of the server.
    func collectOutcomes(at now: Instant) -> [UploadOutcome] {
        state.withLock { state in
            state.serverAt = now
            if !state.outcomes.isEmpty { state.bearer = nil }
            defer { state.outcomes = [] }
            return state.outcomes
        }
    }

    var status: UpdateStatus {
        state.withLock { $0.status }
    }

    /// Publishes the update thread's status.
    func show(_ status: UpdateStatus) {
        state.withLock { state in
            let offered = state.status.offered
            state.status = status
            state.status.offered = offered
        }
    }

    /// Publishes the version that `apt` offers.
    func show(offered: String?) {
        state.withLock { $0.status.offered = offered }
    }

    /// All parts have arrived; checking and unpacking begins.
    func showInstalling() {
        state.withLock { $0.status.phase = .installing }
    }

    func markGood(at now: Instant) {
        state.withLock { $0.goodAt = now }
    }

    /// The main thread and the server have both given a sign of life within 2 s.
    func isGood(at now: Instant) -> Bool {
        state.withLock { state in
            guard let good = state.goodAt, let server = state.serverAt else { return false }
            return now.duration(since: good) < Self.freshness
                && now.duration(since: server) < Self.freshness
        }
    }
}
