package import Chamber
import JSON

/// The device's side of one connection to a server of the device link, whatever carries it. A value without
/// clock and network, for one thread.
///
/// ```
///            request_ota               OTA_COMPLETE             told what became of it
///   idle ─────────────────▶ receiving ─────────────▶ judging ───────────────────────▶ idle
///                     too much, silence │                                              ▲
///                         or refused    └────▶ failed ─────── OTA_COMPLETE ────────────┘
/// ```
///
/// An update that has failed is told at once, and again at its end: a server that asks no sooner hears why
/// too. A request begins anew from there. Over a broker nobody says ``OTA_COMPLETE``: the last chunk is the end.
package struct DeviceLinkSession {
    /// What carries the connection, and with it how an update begins and ends.
    package enum Carrier: Sendable {
        case webSocket
        /// An MQTT broker.
        case broker
    }

    /// What a message, or time, leads to; to be carried out in this order.
    package struct Reaction: Equatable, Sendable {
        /// What became of a chunk.
        package var acknowledgements: [[UInt8]] = []
        package var replies: [[UInt8]] = []
        package var wish: Wish?
        package var deviceWish: DeviceWish?
        /// What of an update is to be handed on to where it is judged by its signature; what they make
        /// of it comes back by ``DeviceLinkSession/take(_:_:)``.
        package var transfer: DeviceLinkTransfer?
        /// What was wrong, in a sentence for people.
        package var trouble: String?

        package init() {}
    }

    private enum Update {
        case idle
        case receiving(Arrival)
        case judging
        /// What is still sent of it is passed over.
        case failed(DeviceLinkReceiver, String)
    }

    /// An update on its way.
    private struct Arrival {
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

    /// What servers at a broker wait for, to the letter.
    private static let readiness = "Ready to receive firmware"

    private let carrier: Carrier
    private var update = Update.idle
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

    /// What whoever asks is to find once the device has gone.
    package func farewell(of device: DeviceLinkDevice) -> [UInt8] {
        DeviceLinkReply(device: device).status(isOnline: false)
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

    // MARK: Update

    private mutating func begin(
        _ offer: DeviceLinkOffer,
        _ reply: DeviceLinkReply,
        at now: Instant,
        _ reaction: inout Reaction
    ) {
        switch update {
        case .receiving, .judging:
            let words = "Another update is under way: wait for its end."
            reaction.replies = [reply.answer(.error, words)]
            return
        case .idle, .failed:
            break
        }
        if case .broker = carrier, case .raw = offer.form {
            let words =
                "size, chunk_size and total_chunks are needed: over MQTT an update has no other end."
            reaction.replies = [reply.answer(.invalidParameter, words)]
            return
        }
        do throws(DeviceLinkReceiver.Failure) {
            let receiver = try DeviceLinkReceiver(offer)
            update = .receiving(
                Arrival(receiver: receiver, heardAt: now, version: offer.version)
            )
            // The answer is for others to give: see `take(_:_:)`.
            reaction.transfer = .begin(byteCount: offer.byteCount ?? DeviceLinkOffer.longest)
        } catch {
            reaction.replies = [reply.answer(.error, Self.sentence(error.words))]
        }
    }

    /// Takes a binary message: a piece of the update.
    package mutating func take(
        piece: UnsafeRawBufferPointer,
        _ device: DeviceLinkDevice,
        at now: Instant
    ) -> Reaction {
        var reaction = Reaction()
        switch update {
        case .idle, .judging:
            reaction.trouble = "The device server sent a piece of an update that is not under way."
        case .failed(let receiver, _):
            answer(receiver.take(piece), of: receiver, &reaction)
        case .receiving(var arrival):
            let answer = arrival.receiver.take(piece)
            arrival.heardAt = now
            update = .receiving(arrival)
            if case .failed(let words) = answer {
                fail(words, DeviceLinkReply(device: device), &reaction)
            } else {
                self.answer(answer, of: arrival.receiver, &reaction)
            }
        }
        return reaction
    }

    private func answer(
        _ answer: DeviceLinkReceiver.Answer,
        of receiver: DeviceLinkReceiver,
        _ reaction: inout Reaction
    ) {
        switch answer {
        case .taken(let bytes):
            if !bytes.isEmpty { reaction.transfer = .part(bytes) }
        case .acknowledged(let number, let bytes):
            reaction.acknowledgements = [DeviceLinkReply.acknowledgement(of: number)]
            if !bytes.isEmpty { reaction.transfer = .part(bytes) }
        case .refused(let number):
            let expected: UInt32? = carrier == .broker ? receiver.expected : nil
            reaction.acknowledgements = [
                DeviceLinkReply.refusal(of: number, expecting: expected)
            ]
        case .failed:
            break
        }
    }

    private mutating func complete(_ reply: DeviceLinkReply, _ reaction: inout Reaction) {
        switch update {
        case .idle, .judging:
            reaction.replies = [reply.answer(.error, "No update is under way.")]
        case .failed(_, let words):
            update = .idle
            reaction.replies = [reply.answer(.error, words)]
        case .receiving(let arrival):
            do throws(DeviceLinkReceiver.Failure) {
                try arrival.receiver.complete()
                update = .judging
                reaction.transfer = .end
            } catch {
                fail(error.words, reply, &reaction)
                update = .idle
            }
        }
    }

    /// Gives the update that arrives up.
    private mutating func fail(
        _ words: String,
        _ reply: DeviceLinkReply,
        _ reaction: inout Reaction
    ) {
        let text = Self.sentence(words)
        note(failure: text)
        reaction.replies = [reply.answer(.error, text)]
        reaction.transfer = .givenUp(words)
    }

    private mutating func note(failure text: String) {
        guard case .receiving(let arrival) = update else {
            update = .idle
            return
        }
        arrival.receiver.close()
        update = .failed(arrival.receiver, text)
    }

    private static func sentence(_ words: String) -> String {
        "The update was refused: \(words)."
    }

    /// Takes what became of the update that was handed on; the reply, where one is due.
    package mutating func take(_ news: DeviceLinkNews, _ device: DeviceLinkDevice) -> [UInt8]? {
        let reply = DeviceLinkReply(device: device)
        switch news {
        case .ready:
            guard case .receiving(var arrival) = update, !arrival.isAnswered else { return nil }
            arrival.isAnswered = true
            update = .receiving(arrival)
            return switch carrier {
            case .webSocket: reply.ready(for: arrival.version)
            case .broker: reply.answer(.ok, Self.readiness)
            }
        case .accepted(let text):
            update = .idle
            return reply.answer(.ok, text)
        case .refused(let text):
            note(failure: text)
            return reply.answer(.error, text)
        }
    }

    /// The answer where the controller could not be reached.
    package static func busy(_ device: DeviceLinkDevice) -> [UInt8] {
        DeviceLinkReply(device: device).answer(.error, "Too much is asked for at once: try again.")
    }

    // MARK: Time

    /// What is due at `now`; to be asked for several times a second.
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

    /// The connection is gone; what of an update is to be handed on.
    package mutating func close() -> DeviceLinkTransfer? {
        defer { update = .idle }
        guard case .receiving = update else { return nil }
        return .givenUp("the connection to the device server ended before it was all there")
    }
}
