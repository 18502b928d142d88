import TestSupport
import Glibc
import Testing
import WebSocket

@Suite(.serialized)
struct WebServerMessageTests {
    private let dump = RawClient.Frame(opcode: .text, payload: Array("dump".utf8))

    private func echo(_ count: Int) -> RawClient.Frame {
        RawClient.Frame(opcode: .text, payload: Array("echo \(count)".utf8))
    }

    @Test func sendsTheDumpToAReaderThatThrowsAwayWhatComesWithThe101() throws {
        let server = try TestServer()
        for _ in 0..<5 {
            let client = try RawClient(port: server.port)
            try client.send(RawClient.upgrade("/ws"))
            // One read gets the 101 and the bytes behind it.
            let first = String(decoding: try client.readOnce(), as: UTF8.self)
            #expect(first.hasPrefix("HTTP/1.1 101 "))
            #expect(first.hasSuffix("\r\n\r\n"))
            #expect(try client.frame() == dump)
        }
    }

    @Test(arguments: [
        ([String](), nil), (["Sec-WebSocket-Protocol: chat"], "chat"),
        (["Sec-WebSocket-Protocol: other, chat"], "chat"),
    ])
    func echoesTheSubprotocolIfAskedFor(headers: [String], echoed: String?) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        let answer = try client.open("/ws", headers: headers)
        #expect(answer.header("Sec-WebSocket-Protocol") == echoed)
        #expect(answer.header("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(try client.frame() == dump)
    }

    @Test func refusesSubprotocolsItDoesNotKnow() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.send(RawClient.upgrade("/ws", headers: ["Sec-WebSocket-Protocol: other"]))
        let answer = try client.answer()
        #expect(answer.status == 400)
        #expect(answer.text.contains("chat"))
    }

    @Test func refusesAWebSocketWhereTheSiteDoes() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.send(RawClient.upgrade("/elsewhere"))
        #expect(try client.answer().status == 403)
        #expect(try client.takeAll().isEmpty)
    }

    @Test func declinesCompression() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
        let answer = try client.open("/ws/plain", headers: [offer])
        #expect(answer.header("Sec-WebSocket-Extensions") == nil)
        try client.send(RawClient.frame("hello"))
        #expect(try client.frame() == echo(5))
    }

    @Test func takesTextAndBinary() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.open("/ws/plain")
        try client.send(RawClient.frame("{}"))
        #expect(try client.frame() == echo(2))
        try client.send(RawClient.frame(.binary, [0xff, 0xfe, 0xfd]))
        #expect(try client.frame() == echo(3))
        try client.send(RawClient.frame(""))
        #expect(try client.frame() == echo(0))
        #expect(server.site.happened.contains("text 2 {}"))
        #expect(server.site.happened.contains { $0.hasPrefix("binary 3") })
    }

    @Test func joinsFragmentsWithControlFramesBetweenThem() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.open("/ws/plain")
        // The two bytes of an umlaut in different fragments, and fragments longer than a read.
        let long = [UInt8](repeating: 0x78, count: 3_000)
        try client.send(RawClient.frame(.text, long + [0xc3], isFinal: false))
        try client.send(RawClient.frame(.ping, Array("p".utf8)))
        try client.send(RawClient.frame(.continuation, [0xa4], isFinal: false))
        try client.send(RawClient.frame(.continuation, long))
        #expect(try client.frame() == RawClient.Frame(opcode: .pong, payload: Array("p".utf8)))
        #expect(try client.frame() == echo(6_002))
    }

    @Test(arguments: [65_536, 65_537, 1_000_000, 16 * 1024 * 1024])
    func dropsAMessageThatIsTooLongAndGoesOn(count: Int) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.open("/ws/plain")
        try client.send(RawClient.frame(.text, [UInt8](repeating: 0x78, count: count)))
        if count <= 65_536 {
            #expect(try client.frame() == echo(count))
        }
        try client.send(RawClient.frame("short"))
        #expect(try client.frame() == echo(5))
        server.stop()
        #expect(server.server.counters.oversizeMessages == (count <= 65_536 ? 0 : 1))
    }

    @Test(arguments: [[0xff], [0x61, 0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]] as [[UInt8]])
    func dropsTextThatIsNotUTF8AndGoesOn(bytes: [UInt8]) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.open("/ws/plain")
        try client.send(RawClient.frame(.text, bytes))
        try client.send(RawClient.frame("good"))
        #expect(try client.frame() == echo(4))
        server.stop()
        #expect(server.server.counters.invalidTextMessages == 1)
    }

    @Test func answersPingsAndEchoesACloseWithItsCode() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.open("/ws/plain")
        for payload in [[], Array("keepalive".utf8), [UInt8](repeating: 0x61, count: 125)] {
            try client.send(RawClient.frame(.ping, payload))
            #expect(try client.frame() == RawClient.Frame(opcode: .pong, payload: payload))
        }
        try client.send(RawClient.frame(.close, [0x03, 0xe9]))
        #expect(try client.frame() == RawClient.Frame(opcode: .close, payload: [0x03, 0xe9]))
        #expect(try client.takeAll().isEmpty)
        #expect(server.site.wait(for: "closed /ws/plain"))
    }

    @Test(arguments: [[], Array("unasked".utf8)] as [[UInt8]])
    func toleratesAnUnmaskedPong(payload: [UInt8]) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.open("/ws/plain")
        try client.send(RawClient.frame(.pong, payload, isMasked: false))
        try client.send(RawClient.frame("still here"))
        #expect(try client.frame() == echo(10))
    }

    @Test(arguments: [false, true])
    func takesTheMessageOfAClientThatIsGoneAtOnce(byReset: Bool) throws {
        let server = try TestServer()
        for number in 1...20 {
            let client = try RawClient(port: server.port)
            try client.open("/ws/plain")
            try client.send(RawClient.frame("one shot"))
            client.leave(byReset: byReset)
            #expect(server.site.wait(for: "text 8 one shot", times: number))
        }
        #expect(server.site.wait(for: "closed /ws/plain", times: 20))
    }

    @Test func takesAMessageThatComesWithTheRequestAndTheFarewell() throws {
        let server = try TestServer()
        for number in 1...20 {
            let client = try RawClient(port: server.port)
            let all = Array(RawClient.upgrade("/ws/plain").utf8) + RawClient.frame("all at once")
            try client.send(all)
            client.leave()
            #expect(server.site.wait(for: "text 11 all at once", times: number))
        }
    }

    @Test func closesWithItsCodeAfterWhatIsQueued() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.open("/ws/plain")
        try client.send(RawClient.frame("close"))
        #expect(try client.frame().text == "bye")
        #expect(try client.frame() == RawClient.Frame(opcode: .close, payload: [0x0f, 0xa1]))
        try client.send(RawClient.frame(.close, [0x0f, 0xa1]))
        #expect(try client.takeAll().isEmpty)
        #expect(server.site.wait(for: "closed /ws/plain"))
    }

    @Test func dropsAClientThatNeverReadsAndServesTheOthers() throws {
        var limits = ServerLimits()
        limits.undrainedFor = .milliseconds(500)
        let server = try TestServer(limits: limits)
        let lazy = try RawClient(port: server.port, receiveBufferBytes: 4_096)
        try lazy.open("/ws/flood")
        let healthy = try RawClient(port: server.port)
        try healthy.open("/ws/plain")
        while !server.site.happened.contains("closed /ws/flood") {
            try healthy.send(RawClient.frame("hello"))
            #expect(try healthy.frame() == echo(5))
        }
        server.stop()
        #expect(server.server.counters.undrainedPeers == 1)
    }

    @Test func servesAThousandClients() throws {
        let server = try TestServer()
        let clients = try (0..<1_000).map { _ in
            let client = try RawClient(port: server.port)
            try client.open("/ws")
            return client
        }
        for client in clients {
            #expect(try client.frame() == dump)
        }
        for client in clients {
            try client.send(RawClient.frame("1"))
        }
        for client in clients {
            #expect(try client.frame() == echo(1))
        }
    }
}
