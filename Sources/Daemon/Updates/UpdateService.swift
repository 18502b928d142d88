import Chamber
import Dialects
import MachineClock
package import Server
package import Surroundings
import SwitchCore
package import System
import Threads
import Update

/// Accepts updates, one at a time, from the server and from links: what arrives goes to the disk in a thread
/// of its own, is checked there, unpacked, and chosen for the next start; and a version on trial is judged.
package final class UpdateService: Sendable {
    /// What the thread is asked for.
    enum Message: Sendable {
        case begin(byteCount: Int, isFirmware: Bool)
        case upload(UploadStep)
        case transfer(DeviceLinkTransfer, tell: NewsReceiver)
        case refusedAnother
        case rollBack(@Sendable (String?) -> Void)
    }

    /// Tells a link what becomes of the update that it brings.
    typealias NewsReceiver = @Sendable (DeviceLinkNews) -> Void

    /// More parts than an upload of the largest size (`FirmwareUpload.longest`) has on any network: more
    /// only wait where the disk hangs.
    package static let capacity = 8_192
    /// Places for what begins and ends an upload, however many parts wait.
    private static let reserve = 16
    /// Why an upload that overruns the queue is refused.
    static let overrun = "it arrived faster than it could be written to the disk: upload it again"

    private let progress: UpdateProgress
    private let mailbox: Mailbox<Message>
    private let worker: Worker

    /// Each closure may be called from any thread.
    ///
    /// - Parameters:
    ///   - statePath: the state directory, which has the slots.
    ///   - exchange: tells whether there is heat, and refuses it before a restart.
    ///   - record: keeps something worth remembering.
    ///   - restart: asks for a restart.
    ///   - wakeServer: says that there is an outcome to collect.
    package init(
        _ options: UpdateOptions,
        in statePath: String,
        _ exchange: Exchange,
        record: @escaping @Sendable (DeviceEvent) -> Void,
        restart: @escaping @Sendable () -> Void,
        wakeServer: @escaping @Sendable () -> Void
    ) throws(SystemError) {
        let progress = UpdateProgress(options, wakeServer: wakeServer)
        self.progress = progress
        mailbox = try Mailbox(capacity: Self.capacity)
        worker = Worker(named: "update", serving: mailbox) {
            UpdateWork(
                UpdateInstaller(options, exchange, record, statePath),
                progress,
                options,
                restart
            )
        }
    }

    /// Starts the thread; what was posted before waits for it.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Ends the thread. Nothing is kept of an upload that this cuts off.
    package func stop() {
        worker.stop()
    }

    /// The server begins an upload; false: another one is under way.
    package func begin(byteCount: Int, isFirmware: Bool) -> Bool {
        guard progress.claim(for: .server) else {
            _ = mailbox.post(.refusedAnother, leaving: Self.reserve)
            return false
        }
        if mailbox.post(.begin(byteCount: byteCount, isFirmware: isFirmware)) { return true }
        progress.release()
        return false
    }

    /// Follows the upload that the server began. Of one that has to be refused the rest is passed over.
    package func receive(_ step: UploadStep) {
        switch step {
        case .part:
            let isAccepted = mailbox.post(.upload(step), leaving: Self.reserve)
            if !isAccepted { progress.markOverrun() }
        case .end, .cutOff:
            if !mailbox.post(.upload(step)) { finishOverrun() }
        }
    }

    /// Follows an update that a link brings; of one that is refused at its beginning the rest is passed
    /// over.
    func receive(_ transfer: DeviceLinkTransfer, tell: @escaping NewsReceiver) {
        switch transfer {
        case .begin:
            let isAccepted = mailbox.post(.transfer(transfer, tell: tell), leaving: Self.reserve)
            if !isAccepted { tell(.refused("The update was refused: \(Self.overrun).")) }
        case .part:
            let isAccepted = mailbox.post(.transfer(transfer, tell: tell), leaving: Self.reserve)
            if !isAccepted { progress.markOverrun() }
        case .end, .givenUp:
            if !mailbox.post(.transfer(transfer, tell: tell)) { finishOverrun() }
        }
    }

    /// Goes back to the previous version; replies why not, or `nil`.
    func rollBack(reply: @escaping @Sendable (String?) -> Void) {
        guard !mailbox.post(.rollBack(reply), leaving: Self.reserve) else { return }
        reply("an update is under way: wait for its end")
    }

    /// What became of uploads since the last call; that the server asks shows that it is alive.
    package func collectOutcomes() -> [UploadOutcome] {
        progress.collectOutcomes(at: .monotonic())
    }

    /// The main thread has looked: steps, switch and samples are in good order.
    func markGood() {
        progress.markGood(at: .monotonic())
    }

    /// What everybody is told.
    var status: UpdateStatus { progress.status }

    /// Not even the end of an upload found a place.
    private func finishOverrun() {
        progress.finish(
            UploadOutcome(isAccepted: false, text: "The update was refused: \(Self.overrun).")
        )
    }
}
