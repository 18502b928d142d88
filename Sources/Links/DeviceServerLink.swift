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
    /// What became of the update that was handed on; from another thread.
    private let verdict = VerdictBox()

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
        if let verdict = verdict.take() {
            replies.append(
                session.finish(isAccepted: verdict.isAccepted, verdict.text, device(at: now))
            )
        }
        return isOpen ? replies : []
    }

    func closed(at now: Instant) {
        if let trouble = session.close() { reporter.tell(trouble, at: now) }
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
        if let update = reaction.update {
            let box = verdict
            services.update?(update) { box.put($0) }
        }
        return reaction.replies
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
        if services.update == nil {
            device.updateRefusal = "This device takes no updates from a server."
        } else if snapshot.settings.isOn || snapshot.isHeaterOn {
            device.updateRefusal = "Heat is on: turn it off, and try again."
        }
        return device
    }
}

/// A verdict on its way from the thread that judges updates.
private final class VerdictBox: Sendable {
    private let verdict = Mutex<LinkServices.UpdateVerdict?>(nil)

    func put(_ new: LinkServices.UpdateVerdict) {
        verdict.withLock { $0 = new }
    }

    func take() -> LinkServices.UpdateVerdict? {
        verdict.withLock { verdict in
            defer { verdict = nil }
            return verdict
        }
    }
}
