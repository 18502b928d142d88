import Testing
import WebSocket

@Suite(.serialized)
struct HTTPSweepTests {
    /// 127.0.0.1 and so many after it.
    private func loopback(_ count: UInt32) -> [UInt32] {
        (1...count).map { 0x7f00_0000 + $0 }
    }

    private func ask(_ sweep: HTTPSweep, _ addresses: [UInt32]) -> [UInt32: HTTPClient.Reply] {
        var found: [UInt32: HTTPClient.Reply] = [:]
        sweep.run(over: addresses, isStopped: { false }, found: { found[$0] = $1 })
        return found
    }

    @Test func findsWhoAnswersAmongManyWhoDoNot() throws {
        let server = try TestServer()
        let found = ask(HTTPSweep(path: "/last", port: server.port), loopback(200))
        #expect(found.keys.map(IPv4.text) == ["127.0.0.1"])
        #expect(found.values.first?.status == 200)
        #expect(
            found.values.first.map { String(decoding: $0.body, as: UTF8.self) } == "Good-bye.\n"
        )
    }

    @Test func takesAnAnswerOfAKnownLengthFromAConnectionThatStays() throws {
        let server = try TestServer()
        let found = ask(HTTPSweep(path: "/", port: server.port), loopback(1))
        #expect(found.values.first.map { String(decoding: $0.body, as: UTF8.self) } == "<p>Hello")
    }

    @Test func takesNoMoreThanItsLimit() throws {
        let server = try TestServer()
        var sweep = HTTPSweep(path: "/big", port: server.port)
        sweep.answerBytes = 10_000
        let found = ask(sweep, loopback(1))
        #expect((found.values.first?.body.count ?? 0) < 20_000)
    }

    @Test func givesUpOnWhoNeverAnswers() {
        let listener = MuteListener()
        var sweep = HTTPSweep(path: "/", port: listener.port)
        sweep.each = .milliseconds(100)
        #expect(ask(sweep, loopback(1)).isEmpty)
    }

    @Test func endsWhenItIsToldTo() {
        let listener = MuteListener()
        var sweep = HTTPSweep(path: "/", port: listener.port)
        // Without the stop it would take forever.
        (sweep.each, sweep.all) = (.seconds(86_400), .seconds(86_400))
        var looks = 0
        sweep.run(
            over: loopback(1),
            isStopped: {
                looks += 1
                return looks > 2
            },
            found: { _, _ in }
        )
        #expect(looks == 3)
    }
}
