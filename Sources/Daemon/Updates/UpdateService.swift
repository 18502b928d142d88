import Chamber
import Dialects
import MachineClock
package import Server
package import Surroundings
import SwitchCore
package import System
import Threads
import Update

/// Accepts updates, one at a time, from the server and from links. A thread of its own writes them to
/// the disk, checks and unpacks them, and chooses them for the next start. It also judges a version on
/// trial.
package final class UpdateService: Sendable {
    /// Messages to the update thread.
    enum Message: Sendable {
        case begin(byteCount: Int, isFirmware: Bool)
        case upload(UploadStep)
        case transfer(DeviceLinkTransfer, publish: NewsReceiver)
        case refusedAnother
        case rollBack(@Sendable (String?) -> Void)
    }

    /// Gives a link the news of its update.
    typealias NewsReceiver = @Sendable (DeviceLinkNews) -> Void

    /// More parts than the largest upload (`FirmwareUpload.longest`) has on any network: the queue is
    /// full only if the disk hangs.
    package static let capacity = 8_192
    /// Places in the queue that the parts of an upload cannot use, so that its end finds one.
    private static let reserve = 16
    /// Why an upload that fills the queue is refused.
    static let overrun = "it arrived faster than it could be written to the disk: upload it again"

    private let progress: UpdateProgress
    private let mailbox: Mailbox<Message>
    private let worker: Worker

    /// Each closure may be called from any thread.
    ///
    /// - Parameters:
    ///   - statePath: the state directory, which contains the slots.
    ///   - exchange: tells whether heat is on, and refuses new heat before a restart.
    ///   - record: records an event.
    ///   - restart: requests a restart of the service.
    ///   - wakeServer: tells the server that there is an outcome to collect.
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

    /// Starts the thread; messages that were posted before wait for it.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Ends the thread. The parts of an interrupted upload are deleted.
    package func stop() {
        worker.stop()
    }

    /// The server begins an upload; false: another one is in progress, or the queue is full.
    package func begin(byteCount: Int, isFirmware: Bool) -> Bool {
        guard progress.claim(for: .server) else {
            _ = mailbox.post(.refusedAnother, leaving: Self.reserve)
            return false
        }
        if mailbox.post(.begin(byteCount: byteCount, isFirmware: isFirmware)) { return true }
        progress.release()
        return false
    }

    /// Receives a step of the server's upload. The rest of a refused upload is ignored.
    package func receive(_ step: UploadStep) {
        switch step {
        case .part:
            let isAccepted = mailbox.post(.upload(step), leaving: Self.reserve)
            if !isAccepted { progress.markOverrun() }
        case .end, .cutOff:
            if !mailbox.post(.upload(step)) { finishOverrun() }
        }
    }

    /// Receives a message of a link's update. The rest of a refused update is ignored.
    func receive(_ transfer: DeviceLinkTransfer, publish: @escaping NewsReceiver) {
        switch transfer {
        case .begin:
            let isAccepted = mailbox.post(
                .transfer(transfer, publish: publish),
                leaving: Self.reserve
            )
            if !isAccepted { publish(.refused("The update was refused: \(Self.overrun).")) }
        case .part:
            let isAccepted = mailbox.post(
                .transfer(transfer, publish: publish),
                leaving: Self.reserve
            )
            if !isAccepted { progress.markOverrun() }
        case .end, .givenUp:
            if !mailbox.post(.transfer(transfer, publish: publish)) { finishOverrun() }
        }
    }

    /// Rolls back to the previous version; replies why that is impossible, or `nil`.
    func rollBack(reply: @escaping @Sendable (String?) -> Void) {
        guard !mailbox.post(.rollBack(reply), leaving: Self.reserve) else { return }
        reply("an update is under way: wait for its end")
    }

    /// The outcomes of uploads since the last call; each call is also a sign of life of the server.
    package func collectOutcomes() -> [UploadOutcome] {
        progress.collectOutcomes(at: .monotonic())
    }

    /// The main thread found steps, switch and samples healthy.
    func markGood() {
        progress.markGood(at: .monotonic())
    }

    /// The status of versions and updates, for clients.
    var status: UpdateStatus { progress.status }

    /// Even the end of an upload found the queue full.
    private func finishOverrun() {
        progress.finish(
            UploadOutcome(isAccepted: false, text: "The update was refused: \(Self.overrun).")
        )
    }
}
