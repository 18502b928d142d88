import Chamber
import JSON
import SwitchCore

/// How an update begins, arrives and ends.
extension DeviceLinkSession {
    /// The exact text that servers at a broker wait for.
    private static let readiness = "Ready to receive firmware"

    mutating func begin(
        _ offer: DeviceLinkOffer,
        _ reply: DeviceLinkReply,
        at now: Instant
    ) -> [Effect] {
        switch update {
        case .receiving, .judging:
            let words = "Another update is under way: wait for its end."
            return [.reply(reply.answer(.error, words))]
        case .idle, .failed:
            break
        }
        if case .broker = carrier, case .raw = offer.form {
            let words =
                "size, chunk_size and total_chunks are needed: over MQTT an update has no other end."
            return [.reply(reply.answer(.invalidParameter, words))]
        }
        do throws(DeviceLinkReceiver.Failure) {
            let receiver = try DeviceLinkReceiver(offer)
            update = .receiving(
                Arrival(receiver: receiver, heardAt: now, version: offer.version)
            )
            // The answer comes later: see `receive(_:_:)`.
            return [.transfer(.begin(byteCount: offer.byteCount ?? DeviceLinkOffer.longest))]
        } catch {
            return [.reply(reply.answer(.error, Self.sentence(error.words)))]
        }
    }

    mutating func receive(
        piece: UnsafeRawBufferPointer,
        _ reply: DeviceLinkReply,
        at now: Instant
    ) -> [Effect] {
        switch update {
        case .idle, .failed(nil, _):
            // Unanswered, the public server waits 15 s for each of thousands of pieces.
            let expected: UInt32? = carrier == .broker ? 0 : nil
            return [
                .acknowledge(DeviceLinkReply.refusal(of: 0, expecting: expected)),
                .report("The device server sent a piece of an update that is not under way."),
            ]
        case .judging:
            return [
                .report("The device server sent a piece of an update that is there already.")
            ]
        case .failed(.some(let receiver), _):
            return answer(receiver.receive(piece), of: receiver)
        case .receiving(var arrival):
            let answer = arrival.receiver.receive(piece)
            arrival.heardAt = now
            update = .receiving(arrival)
            if case .failed(let words) = answer { return fail(words, reply) }
            return self.answer(answer, of: arrival.receiver)
        }
    }

    private func answer(
        _ answer: DeviceLinkReceiver.Answer,
        of receiver: DeviceLinkReceiver
    ) -> [Effect] {
        switch answer {
        case .taken(let bytes):
            return bytes.isEmpty ? [] : [.transfer(.part(bytes))]
        case .acknowledged(let number, let bytes):
            let part: [Effect] = bytes.isEmpty ? [] : [.transfer(.part(bytes))]
            return part + [.acknowledge(DeviceLinkReply.acknowledgement(of: number))]
        case .refused(let number):
            let expected: UInt32? = carrier == .broker ? receiver.expected : nil
            return [.acknowledge(DeviceLinkReply.refusal(of: number, expecting: expected))]
        case .failed:
            return []
        }
    }

    mutating func complete(_ reply: DeviceLinkReply) -> [Effect] {
        switch update {
        case .idle, .judging:
            return [.reply(reply.answer(.error, "No update is under way."))]
        case .failed(_, let words):
            update = .idle
            return [.reply(reply.answer(.error, words))]
        case .receiving(let arrival):
            do throws(DeviceLinkReceiver.Failure) {
                try arrival.receiver.complete()
                update = .judging
                return [.transfer(.end)]
            } catch {
                defer { update = .idle }
                return fail(error.words, reply)
            }
        }
    }

    /// Gives up the arriving update.
    mutating func fail(_ words: String, _ reply: DeviceLinkReply) -> [Effect] {
        let text = Self.sentence(words)
        markFailed(text, wasAccepted: true)
        return [.transfer(.givenUp(words)), .reply(reply.answer(.error, text))]
    }

    private mutating func markFailed(_ text: String, wasAccepted: Bool) {
        guard case .receiving(let arrival) = update else {
            update = .idle
            return
        }
        arrival.receiver.close()
        update = .failed(wasAccepted || arrival.isAnswered ? arrival.receiver : nil, text)
    }

    private static func sentence(_ words: String) -> String {
        "The update was refused: \(words)."
    }

    mutating func receive(_ news: DeviceLinkNews, _ reply: DeviceLinkReply) -> [Effect] {
        switch news {
        case .ready:
            guard case .receiving(var arrival) = update, !arrival.isAnswered else { return [] }
            arrival.isAnswered = true
            update = .receiving(arrival)
            return switch carrier {
            case .webSocket: [.reply(reply.ready(for: arrival.version))]
            case .broker: [.reply(reply.answer(.ok, Self.readiness))]
            }
        case .accepted(let text):
            update = .idle
            return [.reply(reply.answer(.ok, text))]
        case .refused(let text):
            markFailed(text, wasAccepted: false)
            return [.reply(reply.answer(.error, text))]
        }
    }
}
