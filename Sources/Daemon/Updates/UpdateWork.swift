import Chamber
import Dialects
import MachineClock
import Server
import Surroundings
import SwitchCore
import Threads
import Update

/// What the update thread does: processes one message after another, and judges a trial.
struct UpdateWork: Work {
    /// The time from the answer to the restart: the page expects 2 to 3 s (wire contract, section 7).
    private static let restartDelay = Duration.milliseconds(2_500)
    /// How often the thread judges a trial, or checks whether a restart is due.
    private static let look = Duration.milliseconds(500)
    /// The answer to a second upload by a link; the server has its own answer.
    private static let another =
        "The update was refused: another one is being uploaded or installed. Wait for its end."

    /// How often the thread looks for a new version in apt's lists, which Debian renews twice a day.
    private static let offerLook = Duration.minutes(1)

    private let installer: UpdateInstaller
    private let progress: UpdateProgress
    private let restart: @Sendable () -> Void
    private var judge: TrialJudge
    private var restartAt: Instant?
    private let version: String
    private var offer = PackageOffer()
    private var offerAt: Instant?

    init(
        _ installer: UpdateInstaller,
        _ progress: UpdateProgress,
        _ options: UpdateOptions,
        _ restart: @escaping @Sendable () -> Void
    ) {
        self.installer = installer
        self.progress = progress
        self.restart = restart
        judge = TrialJudge(length: options.settings.trial)
        version = options.version.description
    }

    func begin(at now: Instant) -> Instant? {
        show()
        return now
    }

    mutating func serve(_ messages: [UpdateService.Message], at now: Instant) -> Instant? {
        for message in messages { carryOut(message) }
        restartIfDue()
        let now = Instant.monotonic()
        if installer.isOnTrial { inspect(at: now) }
        let next = lookForOffer(at: now)
        let isWatching = installer.isOnTrial || restartAt != nil
        return isWatching ? min(next, now.advanced(by: Self.look)) : next
    }

    /// Looks where that is due, and returns when it is due next.
    private mutating func lookForOffer(at now: Instant) -> Instant {
        if let offerAt, now < offerAt { return offerAt }
        progress.show(offered: offer.newest(running: version))
        let next = now.advanced(by: Self.offerLook)
        offerAt = next
        return next
    }

    private mutating func inspect(at now: Instant) {
        for effect in judge.step(.inspected(isGood: progress.isGood(at: now)), at: now) {
            switch effect {
            case .prove:
                installer.prove()
                show()
            }
        }
    }

    func end(_ messages: [UpdateService.Message], at now: Instant) {
        installer.close()
    }

    private mutating func carryOut(_ message: UpdateService.Message) {
        switch message {
        case .begin(let count, let isFirmware):
            installer.begin(count, isFirmware: isFirmware)
            show()
        case .upload(let step):
            refuseOverrun()
            carryOut(step)
        case .transfer(let transfer, let publish):
            carryOut(transfer, publish)
        case .refusedAnother:
            recordAnother()
        case .rollBack(let reply):
            let refusal = installer.rollBack()
            if refusal == nil { scheduleRestart() }
            show()
            reply(refusal)
        }
    }

    private mutating func carryOut(_ step: UploadStep) {
        switch step {
        case .part(let bytes): installer.receive(bytes)
        case .end: install()
        case .cutOff: finish(installer.giveUp("it was cut off before its end: upload it again"))
        }
    }

    private mutating func carryOut(
        _ transfer: DeviceLinkTransfer,
        _ publish: @escaping UpdateService.NewsReceiver
    ) {
        if case .begin(let count) = transfer {
            guard progress.claim(for: .link(publish)) else {
                recordAnother()
                return publish(.refused(Self.another))
            }
            installer.begin(count, isFirmware: true)
            show()
            guard installer.isRefused else { return publish(.ready) }
            return finish(installer.end())
        }
        guard progress.isLinkBearer else { return }
        refuseOverrun()
        switch transfer {
        case .begin: break
        case .part(let bytes):
            installer.receive(bytes)
            if installer.isRefused { finish(installer.end()) }
        case .end: install()
        case .givenUp(let reason): finish(installer.giveUp(reason))
        }
    }

    /// Refuses the upload if a part of it was lost in the queue.
    private func refuseOverrun() {
        if progress.collectOverrun() { installer.refuse(UpdateService.overrun) }
    }

    private func recordAnother() {
        installer.recordTrouble(
            "A second update was refused while another was being uploaded or installed."
        )
    }

    private mutating func install() {
        progress.showInstalling()
        finish(installer.end())
    }

    private mutating func finish(_ outcome: UploadOutcome) {
        if outcome.isAccepted { scheduleRestart() }
        show()
        progress.finish(outcome)
    }

    private mutating func scheduleRestart() {
        restartAt = Instant.monotonic().advanced(by: Self.restartDelay)
    }

    private mutating func restartIfDue() {
        guard let due = restartAt, Instant.monotonic() >= due else { return }
        restartAt = nil
        restart()
    }

    private func show() {
        progress.show(installer.status)
    }
}
