import Synchronization
import Testing
import WebSocket

@Suite(.serialized)
struct WebSocketClientTests {
    private let first = ConnectionID(number: 1)
    private let second = ConnectionID(number: 2)

    @Test func sendsAndReceives() throws {
        let server = try TestServer()
        let loop = try TestLoop()
        loop.connect(server.port, "/ws")
        #expect(loop.wait(for: "opened 1"))
        loop.ask(.send("hello", first))
        #expect(loop.wait(for: "1 got 6 echo 5"))
        #expect(server.site.happened.contains("text 5 hello"))
    }

    @Test func putsLongMessagesTogetherAndDropsTheTooLong() throws {
        let server = try TestServer()
        let loop = try TestLoop()
        loop.connect(server.port, "/ws")
        #expect(loop.wait(for: "opened 1"))
        loop.ask(.send("long", first))
        #expect(loop.wait(for: "1 got 20000 ...................."))
        var limits = ClientLimits()
        limits.messageBytes = 19_999
        let narrow = try TestLoop(limits)
        narrow.connect(server.port, "/ws")
        #expect(narrow.wait(for: "opened 1"))
        narrow.ask(.send("long", first))
        narrow.ask(.send("after it", first))
        #expect(narrow.wait(for: "1 got 6 echo 8"))
        #expect(!narrow.happened.contains { $0.hasPrefix("1 got 20000") })
    }

    @Test func sendsAMessageOfManyPieces() throws {
        let server = try TestServer()
        let loop = try TestLoop()
        loop.connect(server.port, "/ws")
        #expect(loop.wait(for: "opened 1"))
        loop.ask(.send(String(repeating: "x", count: 60_000), first))
        #expect(loop.wait(for: "1 got 10 echo 60000"))
    }

    @Test func keepsSeveralConnectionsApart() throws {
        let server = try TestServer()
        let loop = try TestLoop()
        loop.connect(server.port, "/ws/a")
        loop.connect(server.port, "/ws/b")
        #expect(loop.wait(for: "opened 1"))
        #expect(loop.wait(for: "opened 2"))
        loop.ask(.send("two", second))
        loop.ask(.close(first, code: 1000))
        #expect(loop.wait(for: "2 got 6 echo 3"))
        #expect(loop.wait(for: "1 ended: closedHere"))
        #expect(server.site.wait(for: "closed /ws/a"))
        loop.ask(.send("one", first))
        #expect(loop.wait(for: "not sent"))
    }

    @Test func tellsTheFarewellOfTheOtherSide() throws {
        let server = try TestServer()
        let loop = try TestLoop()
        loop.connect(server.port, "/ws")
        #expect(loop.wait(for: "opened 1"))
        loop.ask(.send("close", first))
        #expect(loop.wait(for: "1 got 3 bye"))
        #expect(loop.wait(for: "1 ended: closed(code: 4001, reason: \"\")"))
    }

    @Test func tellsThatTheServerGoesAway() throws {
        let server = try TestServer()
        let loop = try TestLoop()
        loop.connect(server.port, "/ws")
        #expect(loop.wait(for: "opened 1"))
        server.stop()
        #expect(loop.wait(for: "1 ended: closed(code: 1001, reason: \"\")"))
    }

    @Test(arguments: [
        ("/ws/key", "Bearer wrong", "refused(status: 401)"),
        ("/nothing", "x", "refused(status: 403)"),
        ("/moved", "x", "refused(status: 403)"),
    ])
    func tellsTheStatusOfARefusal(path: String, key: String, end: String) throws {
        let server = try TestServer()
        let loop = try TestLoop()
        loop.connect(server.port, path, key: key)
        #expect(loop.wait(for: "1 ended: \(end)"))
    }

    @Test func sendsItsHeaders() throws {
        let server = try TestServer()
        let loop = try TestLoop()
        loop.connect(server.port, "/ws/key", key: "Bearer key")
        #expect(loop.wait(for: "opened 1"))
    }

    @Test func sendsNoHeaderThatHoldsAnother() throws {
        let server = try TestServer()
        let loop = try TestLoop()
        loop.connect(server.port, "/ws/key", key: "Bearer key\r\nX-Other: 1")
        #expect(loop.wait(for: "1 ended: unknownHost"))
        #expect(server.site.happened.isEmpty)
    }

    @Test func offersASubprotocol() throws {
        let server = try TestServer()
        let loop = try TestLoop()
        var address = WebSocketAddress(host: "127.0.0.1", port: server.port, path: "/ws")
        address.subprotocol = "chat"
        loop.ask(.connect(address))
        #expect(loop.wait(for: "opened 1"))
        loop.ask(.send("hello", first))
        #expect(loop.wait(for: "1 got 6 echo 5"))
    }

    @Test func tellsThatNobodyListens() throws {
        let server = try TestServer()
        server.stop()
        let loop = try TestLoop()
        loop.connect(server.port, "/ws")
        #expect(loop.wait(for: "1 ended: unreachable"))
    }

    /// A label of 64 bytes is no valid name (RFC 1035 section 2.3.4) and is not looked up.
    private static let noName = String(repeating: "x", count: 64)

    @Test(arguments: [noName, "", "a b", "a\nb"])
    func tellsThatANameLeadsNowhere(host: String) throws {
        let loop = try TestLoop()
        loop.ask(.connect(WebSocketAddress(host: host, port: 80, path: "/")))
        #expect(loop.wait(for: "1 ended: unknownHost"))
    }

    @Test func givesUpOnWhoNeverAnswers() throws {
        let listener = MuteListener()
        var limits = ClientLimits()
        limits.opening = .milliseconds(300)
        limits.beat = .milliseconds(50)
        let loop = try TestLoop(limits)
        loop.connect(listener.port, "/ws")
        #expect(loop.wait(for: "1 ended: timedOut"))
    }

    @Test func givesUpAConnectionThatIsNotOpenYet() throws {
        let listener = MuteListener()
        let loop = try TestLoop()
        loop.connect(listener.port, "/ws")
        #expect(loop.wait(for: "asked for 1"))
        loop.ask(.close(first, code: 1000))
        #expect(loop.wait(for: "1 ended: closedHere"))
    }

    @Test func hearsAnIdleServerByItsPongs() throws {
        let server = try TestServer()
        var limits = ClientLimits()
        limits.pingAfter = .milliseconds(100)
        limits.silentAfter = .milliseconds(1_000)
        limits.beat = .milliseconds(20)
        let loop = try TestLoop(limits)
        loop.connect(server.port, "/ws")
        #expect(loop.wait(for: "opened 1"))
        // A second, unanswered connection ends by the same clock, three times over.
        let listener = MuteListener()
        limits.opening = .milliseconds(1_500)
        let clock = try TestLoop(limits)
        clock.connect(listener.port, "/ws")
        #expect(clock.wait(for: "1 ended: timedOut"))
        #expect(!loop.happened.contains { $0.hasPrefix("1 ended") })
        server.site.isThawed.store(false, ordering: .releasing)
        loop.ask(.send("freeze", first))
        #expect(loop.wait(for: "1 ended: silent"))
        server.site.isThawed.store(true, ordering: .releasing)
    }

    @Test func refusesMoreThanItsLimit() throws {
        let server = try TestServer()
        var limits = ClientLimits()
        limits.connections = 1
        let loop = try TestLoop(limits)
        loop.connect(server.port, "/ws")
        #expect(loop.wait(for: "opened 1"))
        loop.connect(server.port, "/ws")
        #expect(loop.wait(for: "2 ended: unreachable"))
    }

    @Test func stopsBeforeItRunsAndWithConnections() throws {
        let early = try TestLoop()
        early.stop()
        let server = try TestServer()
        let loop = try TestLoop()
        loop.connect(server.port, "/ws")
        #expect(loop.wait(for: "opened 1"))
        loop.stop()
        #expect(server.site.wait(for: "closed /ws"))
        loop.client.wake()
    }

    @Test func speaksIPv6() throws {
        let server = try TestServer(address: "::1")
        let loop = try TestLoop()
        loop.ask(.connect(WebSocketAddress(host: "::1", port: server.port, path: "/ws")))
        #expect(loop.wait(for: "opened 1"))
    }
}
