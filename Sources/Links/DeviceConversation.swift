import Chamber
import Dialects
import Surroundings
import SwitchCore
import Synchronization

/// One device-link conversation over WebSocket or MQTT: answers messages, and carries out their effects
/// in the rest of the program. For one thread.
final class DeviceConversation {
    private let settings: LinkSettings.DeviceLink
    private let services: LinkServices
    private let requester = Requester(.deviceLink)
    private let reporter: LinkReporter
    private var session: DeviceLinkSession
    private let startedAt: Instant
    /// News of the update that was handed on last; filled by the update thread.
    private var news = PendingNews()
    /// That update was accepted or refused already.
    private var isAnswered = true
    private var gate = TransferGate()

    /// Messages to send: the acknowledgements first.
    struct Answers {
        /// Acknowledgements of an update's chunks.
        var acknowledgements: [[UInt8]] = []
        var replies: [[UInt8]] = []
    }

    init(
        _ settings: LinkSettings.DeviceLink,
        over carrier: DeviceLinkSession.Carrier,
        _ services: LinkServices,
        at now: Instant
    ) {
        self.settings = settings
        self.services = services
        session = DeviceLinkSession(carrier)
        reporter = LinkReporter(requester, services)
        startedAt = now
    }

    /// The first message of a connection; also the status.
    func greeting(at now: Instant) -> [UInt8] {
        session.greeting(of: device(at: now))
    }

    /// The retained status after the connection has ended.
    func offlineStatus(at now: Instant) -> [UInt8] {
        session.offlineStatus(of: device(at: now))
    }

    /// Receives a message; `isPiece`: a chunk of an update.
    func received(_ message: UnsafeRawBufferPointer, isPiece: Bool, at now: Instant) -> Answers {
        let device = device(at: now)
        return step(isPiece ? .piece(message, device) : .text(message, device), at: now)
    }

    /// Time has passed; call this several times a second.
    func beat(at now: Instant) -> Answers {
        var answers = step(.tick(device(at: now)), at: now)
        for item in news.drain() { answers.replies += receive(item, at: now) }
        return answers
    }

    /// Receives news of the update that was handed on last.
    private func receive(_ item: DeviceLinkNews, at now: Instant) -> [[UInt8]] {
        let isNobodys = gate.isSuperseded
        if !isAnswered {
            isAnswered = true
            for transfer in gate.open(isReady: item == .ready) { hand(on: transfer) }
        }
        return isNobodys ? [] : step(.news(item, device(at: now)), at: now).replies
    }

    /// The connection has ended.
    func closed(at now: Instant) {
        _ = step(.closed, at: now)
    }

    /// Reports that a message of the server was ignored or lost.
    func report(_ trouble: String, at now: Instant) {
        reporter.report(trouble, at: now)
    }

    /// The device's description of itself.
    private func device(at now: Instant) -> DeviceLinkDevice {
        let snapshot = services.snapshot()
        var device = DeviceLinkDevice(id: settings.deviceID, version: settings.version)
        device.name = services.device().profile.displayName
        device.volume = snapshot.settings.volume
        device.brightness = snapshot.settings.brightness
        device.hasBuzzer = settings.hasBuzzer
        device.hasLights = settings.hasLights
        device.uptime = now.duration(since: startedAt)
        return device
    }

    /// Steps the session and carries out its effects; returns what to send.
    private func step(_ event: DeviceLinkSession.Event, at now: Instant) -> Answers {
        var answers = Answers()
        for effect in session.step(event, at: now) {
            switch effect {
            case .acknowledge(let frame): answers.acknowledgements.append(frame)
            case .reply(let text): answers.replies.append(text)
            case .post(let wish, let reply, let busy):
                let isPosted = services.post(WishEnvelope(wish, from: requester))
                answers.replies.append(isPosted ? reply : busy)
                if isPosted { continue }
                reporter.report(
                    "A request of the device server was lost: too many are waiting.",
                    at: now
                )
            case .grant(let wish): services.grant(wish, requester)
            case .transfer(let transfer): pass(transfer)
            case .report(let trouble): reporter.report(trouble, at: now)
            }
        }
        return answers
    }

    private func pass(_ transfer: DeviceLinkTransfer) {
        for transfer in gate.pass(transfer) { hand(on: transfer) }
    }

    private func hand(on transfer: DeviceLinkTransfer) {
        switch transfer {
        // Late news of an earlier update goes to its old box, which nobody reads.
        case .begin:
            news = PendingNews()
            isAnswered = false
        case .givenUp:
            news = PendingNews()
        case .part, .end:
            break
        }
        let box = news
        services.update(transfer) { box.put($0) }
    }
}

/// News of an update from the update thread to the link's thread.
private final class PendingNews: Sendable {
    private let news = Mutex<[DeviceLinkNews]>([])

    func put(_ new: DeviceLinkNews) {
        news.withLock { $0.append(new) }
    }

    func drain() -> [DeviceLinkNews] {
        news.withLock { news in
            defer { news = [] }
            return news
        }
    }
}
