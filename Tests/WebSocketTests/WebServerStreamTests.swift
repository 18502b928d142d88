import TestSupport
import Testing
import WebSocket

@Suite(.serialized)
struct WebServerStreamTests {
    @Test func sendsAStreamBitByBit() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("GET", "/events")
        let head = try client.answer(isHead: true)
        #expect(head.status == 200)
        #expect(head.header("Content-Type") == "text/event-stream")
        #expect(head.header("Content-Length") == nil)
        #expect(try client.read(upTo: "\n\n") == "data: first\n\n")
        for _ in 0..<3 {
            #expect(try client.read(upTo: "\n\n") == "data: beat\n\n")
        }
    }

    @Test func noticesThatAReaderHasLeft() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("GET", "/events")
        _ = try client.read(upTo: "data: first\n\n")
        client.leave()
        #expect(server.site.wait(for: "closed /events"))
    }

    @Test(arguments: [false, true])
    func dropsAReaderThatGoesOnTalking(atOnce: Bool) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        let request = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n"
        if atOnce {
            try client.send(request + request)
        } else {
            try client.send(request)
            _ = try client.read(upTo: "data: beat")
            try client.send(request)
        }
        _ = try client.takeAll()
        #expect(server.site.happened.filter { $0 == "GET /events" }.count == 1)
        #expect(server.site.wait(for: "closed /events"))
    }

    @Test func refusesAStreamThatIsAskedForWithABody() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("GET", "/events", body: [UInt8](repeating: 0x78, count: 9_000))
        #expect(try client.answer().status == 400)
        #expect(try client.takeAll().isEmpty)
    }

    @Test func dropsAReaderThatDoesNotRead() throws {
        var limits = ServerLimits()
        limits.undrainedFor = .milliseconds(500)
        let server = try TestServer(limits: limits)
        let lazy = try RawClient(port: server.port, receiveBufferBytes: 4_096)
        try lazy.request("GET", "/flood-events")
        let healthy = try RawClient(port: server.port)
        try healthy.request("GET", "/events")
        _ = try healthy.read(upTo: "data: first\n\n")
        #expect(server.site.wait(for: "closed /flood-events"))
        #expect(try healthy.read(upTo: "\n\n") == "data: beat\n\n")
    }

    @Test func answersHeadOfAStreamWithItsHeadAlone() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("HEAD", "/events")
        let all = String(decoding: try client.takeAll(), as: UTF8.self)
        #expect(all.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(all.contains("\r\nContent-Type: text/event-stream\r\n"))
        #expect(all.hasSuffix("\r\n\r\n"))
    }
}
