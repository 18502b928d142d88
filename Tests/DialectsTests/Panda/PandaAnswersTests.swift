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
        #expect(bench.sessions[client].resolve(hotspot, isDone: false) == [])
        #expect(
            bench.sessions[client].resolve(name, isDone: true)
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
        #expect(bench.sessions[other].resolve(number, isDone: true) == nil)
        #expect(bench.sessions[client].resolve(0, isDone: true) == nil)
        #expect(
            bench.sessions[client].resolve(number, isDone: true) == [frame(.setHostname, true)]
        )
    }

    @Test func nothingIsAnsweredBeforeTheDump() {
        var session = PandaSession(number: 1)
        let bench = PandaBench()
        let message = PandaMessage(
            parsing: Array(#"{"sta":{"hostname":"a"}}"#.utf8),
            device: bench.device
        )
        _ = session.receive(message, operation: bench.operation, ticket: { 7 }, at: bench.now)
        #expect(session.resolve(7, isDone: true) == [])
        #expect(session.markTold(bench.operation, at: bench.now) == [frame(.setHostname, true)])
    }
}
