package import Chamber
import JSON
package import Surroundings
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

    /// The effects of a message or of time, to be carried out in this order.
    package struct Reaction: Equatable, Sendable {
        /// What became of a chunk.
        package var acknowledgements: [[UInt8]] = []
        /// JSON text frames, after the acknowledgements.
        package var replies: [[UInt8]] = []
        /// For the controller.
        package var wish: Wish?
        /// For what surrounds the controller: the name, volume or brightness, a restart.
        package var deviceWish: DeviceWish?
        /// The part of an update to hand on to where its signature is checked; news of it comes
        /// back by ``DeviceLinkSession/receive(_:_:)``.
        package var transfer: DeviceLinkTransfer?
        /// What was wrong, in a sentence for people.
        package var trouble: String?

        package init() {}
    }

    /// The progress of an update.
    enum Update {
        case idle
        case receiving(Arrival)
        case judging
        /// Its further frames are ignored.
        case failed(DeviceLinkReceiver, String)
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

    /// The first frame.
    package func greeting(of device: DeviceLinkDevice) -> [UInt8] {
        let reply = DeviceLinkReply(device: device)
        return switch carrier {
        case .webSocket: reply.handshake()
        case .broker: reply.status()
        }
    }

    /// The status that a client finds once the device has gone.
    package func farewell(of device: DeviceLinkDevice) -> [UInt8] {
        DeviceLinkReply(device: device).status(isOnline: false)
    }

    /// A text message came.
    package mutating func receive(
        text: UnsafeRawBufferPointer,
        _ device: DeviceLinkDevice,
        at now: Instant
    ) -> Reaction {
        let reply = DeviceLinkReply(device: device)
        var reaction = Reaction()
        switch DeviceLinkCommand(parsing: text) {
        case .status:
            reaction.replies = [reply.status()]
        case .setVolume(let percent):
            set("volume", percent, .setVolume(percent), device.hasBuzzer, reply, &reaction)
        case .setBrightness(let percent):
            set(
                "brightness",
                percent,
                .setBrightness(percent),
                device.hasLights,
                reply,
                &reaction
            )
        case .setName(let name):
            reaction.deviceWish = .setDisplayName(name)
            reaction.replies = [reply.done("device_name", .string(name))]
        case .reboot:
            restartAt = now.advanced(by: Self.restartDelay)
            reaction.replies = [reply.answer(.ok, "Rebooting...")]
        case .update(let offer):
            begin(offer, reply, at: now, &reaction)
        case .updateComplete:
            complete(reply, &reaction)
        case .notSupported(let words):
            reaction.replies = [reply.answer(.notSupported, words)]
        case .unknown:
            reaction.replies = [reply.answer(.invalidCommand, "Nothing here has this name.")]
        case .wrongParameter(let words):
            reaction.replies = [reply.answer(.invalidParameter, words)]
        case .noCommand(let reason):
            reaction.trouble = "A message of the device server was ignored: \(reason)."
        }
        return reaction
    }

    private func set(
        _ key: String,
        _ percent: Int,
        _ wish: Wish,
        _ isFitted: Bool,
        _ reply: DeviceLinkReply,
        _ reaction: inout Reaction
    ) {
        guard isFitted else {
            let part = key == "volume" ? "buzzer" : "light"
            reaction.replies = [reply.answer(.notSupported, "This board has no \(part).")]
            return
        }
        reaction.wish = wish
        reaction.replies = [reply.done(key, .integer(Int64(percent)))]
    }

    /// The answer where the controller could not be reached.
    package static func busy(_ device: DeviceLinkDevice) -> [UInt8] {
        DeviceLinkReply(device: device).answer(.error, "Too much is asked for at once: try again.")
    }

    // MARK: Time

    /// The effects that are due at `now`; called several times a second.
    package mutating func due(_ device: DeviceLinkDevice, at now: Instant) -> Reaction {
        var reaction = Reaction()
        if case .broker = carrier, case .receiving(let arrival) = update, arrival.receiver.isWhole {
            complete(DeviceLinkReply(device: device), &reaction)
        }
        if let end = restartAt, now >= end {
            restartAt = nil
            reaction.deviceWish = .restart
        }
        if case .receiving(let arrival) = update,
            now.duration(since: arrival.heardAt) >= Self.longestSilence
        {
            let seconds = Self.longestSilence.components.seconds
            fail("nothing came for \(seconds) s", DeviceLinkReply(device: device), &reaction)
        }
        return reaction
    }

    /// The connection has ended; returns the end of an update under way.
    package mutating func close() -> DeviceLinkTransfer? {
        defer { update = .idle }
        guard case .receiving = update else { return nil }
        return .givenUp("the connection to the device server ended before it was all there")
    }
}
