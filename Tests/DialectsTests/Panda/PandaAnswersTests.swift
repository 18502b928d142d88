import Chamber
import Dialects
import Testing

/// Answers that come later: to whom, and in which order.
@Suite struct PandaAnswersTests {
    private func ticket(_ effects: [PandaSession.Effect], at index: Int) -> UInt64 {
        let tickets: [UInt64] = effects.compactMap { effect in
            guard case .postDevice(_, let ticket) = effect, ticket != 0 else { return nil }
            return ticket
        }
        return tickets.indices.contains(index) ? tickets[index] : 0
    }

    private func frame(_ kind: PandaResponse.Kind, _ isDone: Bool) -> [UInt8] {
        PandaResponse(kind, isDone: isDone).encoded()
    }

    @Test func whatOneMessageAskedForIsAnsweredInItsOrder() {
        var bench = PandaBench()
        let client = bench.connect()
        let effects = bench.send(
            #"{"sta":{"hostname":"a"},"ap":{"on":1},"settings":{"printer_type":2}}"#,
            from: client
        )
        #expect(!effects.contains(.send(frame(.printerKind, true))))
        let (name, hotspot) = (ticket(effects, at: 0), ticket(effects, at: 1))
        #expect(bench.resolve(hotspot, isDone: false, for: client) == [])
        #expect(
            bench.resolve(name, isDone: true, for: client)
                == [
                    frame(.setHostname, true), frame(.setHotspot, false), frame(.printerKind, true),
                ]
        )
    }

    @Test func aLaterMessageDoesNotWaitForAnEarlierOne() {
        var bench = PandaBench()
        let client = bench.connect()
        bench.send(#"{"ap":{"on":1}}"#, from: client)
        let effects = bench.send(#"{"settings":{"printer_type":2}}"#, from: client)
        #expect(effects.last == .send(frame(.printerKind, true)))
    }

    @Test func onlyWhoAskedIsAnswered() {
        var bench = PandaBench()
        let (client, other) = (bench.connect(), bench.connect())
        let effects = bench.send(#"{"sta":{"hostname":"a"}}"#, from: client)
        let number = ticket(effects, at: 0)
        #expect(number != 0)
        #expect(bench.resolve(number, isDone: true, for: other) == nil)
        #expect(bench.resolve(0, isDone: true, for: client) == nil)
        #expect(
            bench.resolve(number, isDone: true, for: client) == [frame(.setHostname, true)]
        )
    }

    @Test func nothingIsAnsweredBeforeTheDump() {
        var session = PandaSession(number: 1)
        let bench = PandaBench()
        let message = PandaMessage(
            parsing: Array(#"{"sta":{"hostname":"a"}}"#.utf8),
            device: bench.device
        )
        _ = session.step(.received(message, bench.operation, ticket: { 7 }), at: bench.now)
        #expect(session.step(.decidedDevice(7, isDone: true), at: bench.now) == [])
        #expect(
            session.step(.dumped(bench.operation), at: bench.now)
                == [.send(frame(.setHostname, true))]
        )
    }
}
