import Chamber
import Dialects
import Surroundings
import SwitchCore
import Synchronization

/// What is said over a connection of the device link, whatever carries it, and what comes of it in the rest
/// of the program; for one thread.
final class DeviceConversation {
    private let settings: LinkSettings.DeviceLink
    private let services: LinkServices
    private let requester = Requester(.deviceLink)
    private let reporter: LinkReporter
    private var session: DeviceLinkSession
    private let startedAt: Instant
    /// What becomes of the update that was handed on last; from another thread.
    private var news = NewsBox()
    /// It has been told whether its bytes may come.
    private var isAnswered = true
    private var gate = TransferGate()

    /// What to send, in this order.
    struct Answers {
        /// What became of chunks.
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

    /// What a connection begins with.
    func greeting(at now: Instant) -> [UInt8] {
        session.greeting(of: device(at: now))
    }

    /// What is to be found once it has gone.
    func farewell(at now: Instant) -> [UInt8] {
        session.farewell(of: device(at: now))
    }

    /// A message came; `isPiece`: of an update.
    func received(_ message: UnsafeRawBufferPointer, isPiece: Bool, at now: Instant) -> Answers {
        let device = device(at: now)
        return step(isPiece ? .piece(message, device) : .text(message, device), at: now)
    }

    /// Time has gone by; to be told several times a second.
    func beat(at now: Instant) -> Answers {
        var answers = step(.tick(device(at: now)), at: now)
        for item in news.drain() { answers.replies += receive(item, at: now) }
        return answers
    }

    /// What became of the update that was handed on last.
    private func receive(_ item: DeviceLinkNews, at now: Instant) -> [[UInt8]] {
        let isNobodys = gate.isSuperseded
        if !isAnswered {
            isAnswered = true
            for transfer in gate.open(isReady: item == .ready) { hand(on: transfer) }
        }
        return isNobodys ? [] : step(.news(item, device(at: now)), at: now).replies
    }

    /// The connection is gone.
    func closed(at now: Instant) {
        _ = step(.closed, at: now)
    }

    /// Something of the other side was ignored or lost.
    func tell(_ trouble: String, at now: Instant) {
        reporter.tell(trouble, at: now)
    }

    /// What the device says about itself.
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

    /// Steps the session and does what it wants; what to send is the answer.
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
                reporter.tell("A wish of the device server was lost: too many wait.", at: now)
            case .grant(let wish): services.grant(wish, requester)
            case .transfer(let transfer): pass(transfer)
            case .report(let trouble): reporter.tell(trouble, at: now)
            }
        }
        return answers
    }

    private func pass(_ transfer: DeviceLinkTransfer) {
        for transfer in gate.pass(transfer) { hand(on: transfer) }
    }

    private func hand(on transfer: DeviceLinkTransfer) {
        switch transfer {
        // What is still told of an earlier update finds nobody.
        case .begin:
            news = NewsBox()
            isAnswered = false
        case .givenUp:
            news = NewsBox()
        case .part, .end:
            break
        }
        let box = news
        services.update(transfer) { box.put($0) }
    }
}

/// News of an update on their way from the thread that judges it.
private final class NewsBox: Sendable {
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
