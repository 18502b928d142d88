import Chamber
import JSON
package import SwitchCore

/// How an update begins, arrives and ends.
extension DeviceLinkSession {
    /// The exact text that servers at a broker wait for.
    private static let readiness = "Ready to receive firmware"

    mutating func begin(
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
            // The answer comes later: see `receive(_:_:)`.
            reaction.transfer = .begin(byteCount: offer.byteCount ?? DeviceLinkOffer.longest)
        } catch {
            reaction.replies = [reply.answer(.error, Self.sentence(error.words))]
        }
    }

    /// A binary message came: a piece of the update.
    package mutating func receive(
        piece: UnsafeRawBufferPointer,
        _ device: DeviceLinkDevice,
        at now: Instant
    ) -> Reaction {
        var reaction = Reaction()
        switch update {
        case .idle, .judging:
            reaction.trouble = "The device server sent a piece of an update that is not under way."
        case .failed(let receiver, _):
            answer(receiver.receive(piece), of: receiver, &reaction)
        case .receiving(var arrival):
            let answer = arrival.receiver.receive(piece)
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

    mutating func complete(_ reply: DeviceLinkReply, _ reaction: inout Reaction) {
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

    /// Gives up the arriving update.
    mutating func fail(
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

    /// News of the update that was handed on; returns the reply, where one is due.
    package mutating func receive(_ news: DeviceLinkNews, _ device: DeviceLinkDevice) -> [UInt8]? {
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
}
