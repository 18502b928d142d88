import Chamber
import Dialects
import Synchronization
import WebSocket

/// The link to a server of the device link.
final class DeviceServerLink: DialledLink {
    /// The device's own first pause (source document), and ours to end at.
    let patience = LinkDialer.Patience(first: .milliseconds(1_500), longest: .seconds(30))
    let title = "The device server"
    let requester = Requester(.deviceLink)
    var address: WebSocketAddress { settings.server }

    private let settings: LinkSettings.DeviceLink
    private let services: LinkServices
    private let reporter: LinkReporter
    private var session = DeviceLinkSession()
    private let startedAt: Instant
    /// What becomes of the update that was handed on last; from another thread.
    private var news = NewsBox()

    init(_ settings: LinkSettings.DeviceLink, _ services: LinkServices, at now: Instant) {
        self.settings = settings
        self.services = services
        reporter = LinkReporter(requester, services)
        startedAt = now
    }

    func opened(at now: Instant) -> [[UInt8]] {
        [session.greeting(of: device(at: now))]
    }

    func received(
        _ message: UnsafeRawBufferPointer,
        isBinary: Bool,
        at now: Instant
    ) -> [[UInt8]] {
        let device = device(at: now)
        let reaction =
            isBinary
            ? session.take(piece: message, device, at: now)
            : session.take(text: message, device, at: now)
        return carryOut(reaction, at: now)
    }

    func beat(isOpen: Bool, at now: Instant) -> [[UInt8]] {
        var replies = carryOut(session.due(device(at: now), at: now), at: now)
        for item in news.take() {
            if let reply = session.take(item, device(at: now)) { replies.append(reply) }
        }
        return isOpen ? replies : []
    }

    func closed(at now: Instant) {
        if let transfer = session.close() { hand(on: transfer) }
    }

    private func carryOut(
        _ reaction: DeviceLinkSession.Reaction,
        at now: Instant
    ) -> [[UInt8]] {
        if let trouble = reaction.trouble { reporter.tell(trouble, at: now) }
        if let wish = reaction.wish, !services.post(WishEnvelope(wish, from: requester)) {
            reporter.tell("A wish of the device server was lost: too many wait.", at: now)
            return [DeviceLinkSession.busy(device(at: now))]
        }
        if let wish = reaction.deviceWish { services.grant(wish, requester) }
        if let transfer = reaction.transfer { hand(on: transfer) }
        return reaction.replies
    }

    private func hand(on transfer: DeviceLinkTransfer) {
        switch transfer {
        // What is still told of an earlier update finds nobody.
        case .begin, .givenUp: news = NewsBox()
        case .part, .end: break
        }
        let box = news
        services.update(transfer) { box.put($0) }
    }

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
}

/// News of an update on their way from the thread that judges it.
private final class NewsBox: Sendable {
    private let news = Mutex<[DeviceLinkNews]>([])

    func put(_ new: DeviceLinkNews) {
        news.withLock { $0.append(new) }
    }

    func take() -> [DeviceLinkNews] {
        news.withLock { news in
            defer { news = [] }
            return news
        }
    }
}
