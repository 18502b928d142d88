package import Chamber
import JSON

/// The device's side of one connection to a server of the device link. A value without clock and network.
///
/// ```
///            request_ota              OTA_COMPLETE             told what became of it
///   idle ─────────────────▶ receiving ────────────▶ judging ───────────────────────▶ idle
///    ▲ ◀─ too much, silence ────┘
/// ```
package struct DeviceLinkSession: Sendable {
    /// What a message, or time, leads to; to be carried out in this order.
    package struct Reaction: Equatable, Sendable {
        package var replies: [[UInt8]] = []
        package var wish: Wish?
        package var deviceWish: DeviceWish?
        /// A whole update, which is to be judged by its signature.
        package var update: [UInt8]?
        /// What was wrong, in a sentence for people.
        package var trouble: String?

        package init() {}
    }

    private enum Update {
        case idle
        case receiving(DeviceLinkReceiver, heardAt: Instant)
        case judging
    }

    /// From the acknowledgement to the restart (source document: about 500 ms).
    private static let restartDelay = Duration.milliseconds(500)
    /// The server gives a chunk up after three times 5 s, and then goes on with the next.
    private static let longestSilence = Duration.seconds(60)

    private var update = Update.idle
    private var restartAt: Instant?

    package init() {}

    /// The first frame.
    package func greeting(of device: DeviceLinkDevice) -> [UInt8] {
        DeviceLinkReply(device: device).handshake()
    }

    /// Takes a text message.
    package mutating func take(
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
            reaction.replies = [begin(offer, device, reply, at: now)]
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

    // MARK: Update

    private mutating func begin(
        _ offer: DeviceLinkOffer,
        _ device: DeviceLinkDevice,
        _ reply: DeviceLinkReply,
        at now: Instant
    ) -> [UInt8] {
        if let refusal = device.updateRefusal { return reply.answer(.error, refusal) }
        guard case .idle = update else {
            return reply.answer(.error, "Another update is under way: wait for its end.")
        }
        update = .receiving(DeviceLinkReceiver(offer), heardAt: now)
        return reply.ready(for: offer.version)
    }

    /// Takes a binary message: a piece of the update.
    package mutating func take(
        piece: UnsafeRawBufferPointer,
        _ device: DeviceLinkDevice,
        at now: Instant
    ) -> Reaction {
        var reaction = Reaction()
        guard case .receiving(var receiver, _) = update else {
            reaction.trouble = "The device server sent a piece of an update that is not under way."
            return reaction
        }
        // Two holders of the bytes would copy them with every chunk.
        update = .idle
        let answer = receiver.take(piece)
        switch answer {
        case .failed(let words):
            fail(words, DeviceLinkReply(device: device), &reaction)
            return reaction
        case .acknowledged(let number):
            reaction.replies = [DeviceLinkReply.chunk("ota_ack", number)]
        case .refused(let number):
            reaction.replies = [DeviceLinkReply.chunk("ota_nack", number)]
        case .nothing:
            break
        }
        update = .receiving(receiver, heardAt: now)
        return reaction
    }

    private mutating func complete(_ reply: DeviceLinkReply, _ reaction: inout Reaction) {
        guard case .receiving(let receiver, _) = update else {
            reaction.replies = [reply.answer(.error, "No update is under way.")]
            return
        }
        do throws(DeviceLinkReceiver.Failure) {
            reaction.update = try receiver.complete()
            update = .judging
        } catch {
            fail(error.words, reply, &reaction)
        }
    }

    private mutating func fail(
        _ words: String,
        _ reply: DeviceLinkReply,
        _ reaction: inout Reaction
    ) {
        update = .idle
        let text = "The update was refused: \(words)."
        reaction.replies = [reply.answer(.error, text)]
        reaction.trouble = "From the device server: " + text
    }

    /// What became of the update that was handed on; the reply.
    package mutating func finish(
        isAccepted: Bool,
        _ words: String,
        _ device: DeviceLinkDevice
    ) -> [UInt8] {
        update = .idle
        return DeviceLinkReply(device: device).answer(isAccepted ? .ok : .error, words)
    }

    /// The answer where the controller could not be reached.
    package static func busy(_ device: DeviceLinkDevice) -> [UInt8] {
        DeviceLinkReply(device: device).answer(.error, "Too much is asked for at once: try again.")
    }

    // MARK: Time

    /// What is due at `now`; to be asked for several times a second.
    package mutating func due(_ device: DeviceLinkDevice, at now: Instant) -> Reaction {
        var reaction = Reaction()
        if let end = restartAt, now >= end {
            restartAt = nil
            reaction.deviceWish = .restart
        }
        if case .receiving(_, let heardAt) = update,
            now.duration(since: heardAt) >= Self.longestSilence
        {
            let seconds = Self.longestSilence.components.seconds
            fail("nothing came for \(seconds) s", DeviceLinkReply(device: device), &reaction)
        }
        return reaction
    }

    /// The connection is gone; what is to be remembered of it.
    package mutating func close() -> String? {
        defer { update = .idle }
        guard case .receiving = update else { return nil }
        return "An update from the device server was cut off before its end: nothing was changed."
    }
}
