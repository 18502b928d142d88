import Chamber
import Dialects
import MachineClock
import Server
import Surroundings
import SwitchCore
import Synchronization
import Update

/// How the upload that is under way stands, and what it came to: shared between the update thread, the
/// server, the links and the main thread.
final class UpdateProgress: Sendable {
    /// Who brings the upload.
    enum Bearer {
        /// Until the server has collected its outcome.
        case server
        /// Until its outcome is told.
        case link(UpdateService.NewsReceiver)
    }

    private struct State {
        /// `nil`: an upload may begin.
        var bearer: Bearer?
        var outcomes: [UploadOutcome] = []
        var status = UpdateStatus()
        /// A part found no place in the queue.
        var isOverrun = false
        /// When the main thread last found everything in good order.
        var goodAt: Instant?
        /// When the server last asked for outcomes.
        var serverAt: Instant?
    }

    /// A sign of life that is older than this is none: the main thread looks twice a second.
    private static let freshness = Duration.seconds(2)

    private let state = Mutex(State())
    private let wakeServer: @Sendable () -> Void

    /// - Parameter wakeServer: says that there is an outcome to collect; called from any thread.
    init(_ options: UpdateOptions, wakeServer: @escaping @Sendable () -> Void) {
        self.wakeServer = wakeServer
        state.withLock { state in
            state.status.slot = options.programs.rawValue
            // Until the thread has looked, nothing is said to have proved itself.
            state.status.isOnTrial = options.programs != .package
            if options.isLaunched { state.status.phase = .starting }
        }
    }

    /// Claims the one place for an upload; false: another upload has it.
    func claim(for bearer: Bearer) -> Bool {
        state.withLock { state in
            guard state.bearer == nil else { return false }
            state.bearer = bearer
            state.isOverrun = false
            return true
        }
    }

    /// The upload did not even begin.
    func release() {
        state.withLock { $0.bearer = nil }
    }

    /// A link brings the upload that is under way.
    var isLinkBearer: Bool {
        state.withLock { state in
            if case .link = state.bearer { true } else { false }
        }
    }

    /// A part of the upload was lost: it must be refused.
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

    /// Tells the bearer what its upload came to.
    func finish(_ outcome: UploadOutcome) {
        let tell: UpdateService.NewsReceiver? = state.withLock { state in
            guard case .link(let tell) = state.bearer else {
                state.outcomes.append(outcome)
                return nil
            }
            state.bearer = nil
            return tell
        }
        guard let tell else { return wakeServer() }
        tell(outcome.isAccepted ? .accepted(outcome.text) : .refused(outcome.text))
    }

    /// What became of the server's uploads since the last call.
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

    /// Shows how the thread stands.
    func show(_ status: UpdateStatus) {
        state.withLock { $0.status = status }
    }

    /// All parts are there; checking and unpacking begins.
    func showInstalling() {
        state.withLock { $0.status.phase = .installing }
    }

    func markGood(at now: Instant) {
        state.withLock { $0.goodAt = now }
    }

    /// The main thread and the server have both given a sign of life lately.
    func isGood(at now: Instant) -> Bool {
        state.withLock { state in
            guard let good = state.goodAt, let server = state.serverAt else { return false }
            return now.duration(since: good) < Self.freshness
                && now.duration(since: server) < Self.freshness
        }
    }
}
