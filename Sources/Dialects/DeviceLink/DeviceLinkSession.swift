import Chamber
import JSON
import Surroundings
package import SwitchCore

/// The device's side of one connection to a server of the device link, over any carrier. A machine
/// without I/O.
///
/// ```
///            request_ota               OTA_COMPLETE             told what became of it
///   idle ─────────────────▶ receiving ─────────────▶ judging ───────────────────────▶ idle
///                     too much, silence │                                              ▲
///                         or refused    └────▶ failed ─────── OTA_COMPLETE ────────────┘
/// ```
///
/// A failed update is reported at once, and again at its end, for a server that asks no sooner. A
/// new request starts again from there. Over a broker nobody says `OTA_COMPLETE`: the last chunk is
/// the end.
package struct DeviceLinkSession {
    /// The carrier of the connection, which decides how an update begins and ends.
    package enum Carrier: Sendable {
        case webSocket
        /// An MQTT broker.
        case broker
    }

    /// The progress of an update.
    enum Update {
        case idle
        case receiving(Arrival)
        case judging
        /// Its further frames are refused; without a receiver, its request was refused already.
        case failed(DeviceLinkReceiver?, String)
    }

    /// An update on its way.
    struct Arrival {
        let receiver: DeviceLinkReceiver
        var heardAt: Instant
        /// What stood in the request.
        let version: String?
        /// The request has been answered.
        var isAnswered = false
    }

    /// From the acknowledgement to the restart (source document: about 500 ms).
    private static let restartDelay = Duration.milliseconds(500)
    /// The server gives a chunk up after three times 5 s, and then goes on with the next.
    private static let longestSilence = Duration.seconds(60)

    let carrier: Carrier
    /// Changed only by this type's own methods.
    var update = Update.idle
    private var restartAt: Instant?

    package init(_ carrier: Carrier = .webSocket) {
        self.carrier = carrier
    }

    /// Decides what an event leads to. It is due whenever its owner looks, several times a second.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .opened(let device): return [.reply(greeting(of: device))]
        case .text(let bytes, let device):
            return receive(text: bytes, DeviceLinkReply(device: device), at: now)
        case .piece(let bytes, let device):
            return receive(piece: bytes, DeviceLinkReply(device: device), at: now)
        case .news(let news, let device): return receive(news, DeviceLinkReply(device: device))
        case .tick(let device): return tick(DeviceLinkReply(device: device), at: now)
        case .closed: return close()
        }
    }

    /// The status that a client finds once the device has gone.
    package func offlineStatus(of device: DeviceLinkDevice) -> [UInt8] {
        DeviceLinkReply(device: device).status(isOnline: false)
    }

    /// The first frame; over a broker it is published again now and then.
    package func greeting(of device: DeviceLinkDevice) -> [UInt8] {
        let reply = DeviceLinkReply(device: device)
        return switch carrier {
        case .webSocket: reply.handshake()
        case .broker: reply.status()
        }
    }

    private mutating func receive(
        text: UnsafeRawBufferPointer,
        _ reply: DeviceLinkReply,
        at now: Instant
    ) -> [Effect] {
        switch DeviceLinkCommand(parsing: text) {
        case .status:
            return [.reply(reply.status())]
        case .setVolume(let percent):
            return set("volume", percent, .setVolume(percent), reply.device.hasBuzzer, reply)
        case .setBrightness(let percent):
            return set(
                "brightness",
                percent,
                .setBrightness(percent),
                reply.device.hasLights,
                reply
            )
        case .setName(let name):
            return [
                .grant(.setDisplayName(name)),
                .reply(reply.done("device_name", .string(name))),
            ]
        case .reboot:
            restartAt = now.advanced(by: Self.restartDelay)
            return [.reply(reply.answer(.ok, "Rebooting..."))]
        case .update(let offer):
            return begin(offer, reply, at: now)
        case .updateComplete:
            return complete(reply)
        case .notSupported(let words):
            return [.reply(reply.answer(.notSupported, words))]
        case .unknown:
            return [.reply(reply.answer(.invalidCommand, "Nothing here has this name."))]
        case .wrongParameter(let words):
            return [.reply(reply.answer(.invalidParameter, words))]
        case .noCommand(let reason):
            return [.report("A message of the device server was ignored: \(reason).")]
        }
    }

    private func set(
        _ key: String,
        _ percent: Int,
        _ wish: Wish,
        _ isFitted: Bool,
        _ reply: DeviceLinkReply
    ) -> [Effect] {
        guard isFitted else {
            let part = key == "volume" ? "buzzer" : "light"
            return [.reply(reply.answer(.notSupported, "This board has no \(part)."))]
        }
        return [
            .post(
                wish,
                reply: reply.done(key, .integer(Int64(percent))),
                busy: reply.answer(.error, "Too many requests at once: try again in a moment.")
            )
        ]
    }

    // MARK: Time

    private mutating func tick(_ reply: DeviceLinkReply, at now: Instant) -> [Effect] {
        var effects: [Effect] = []
        if case .broker = carrier, case .receiving(let arrival) = update, arrival.receiver.isWhole {
            effects += complete(reply)
        }
        if let end = restartAt, now >= end {
            restartAt = nil
            effects.append(.grant(.restart))
        }
        if case .receiving(let arrival) = update,
            now.duration(since: arrival.heardAt) >= Self.longestSilence
        {
            effects += fail("nothing came for \(Self.longestSilence.components.seconds) s", reply)
        }
        return effects
    }

    private mutating func close() -> [Effect] {
        defer { update = .idle }
        guard case .receiving = update else { return [] }
        return [
            .transfer(
                .givenUp("the connection to the device server ended before the update was complete")
            )
        ]
    }
}
