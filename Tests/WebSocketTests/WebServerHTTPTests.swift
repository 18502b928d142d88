import TestSupport
import Glibc
import Testing
import WebSocket

@Suite(.serialized)
struct WebServerHTTPTests {
    @Test func answersSeveralRequestsOnOneConnection() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        for _ in 0..<3 {
            try client.request("GET", "/")
            let answer = try client.answer()
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "text/html")
            #expect(answer.text == "<p>Hello")
        }
        try client.request("GET", "/generate_204")
        let away = try client.answer()
        #expect(away.status == 302)
        #expect(away.header("Location") == "/")
    }

    @Test func answersRequestsSentTogetherInTheirOrder() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        let one = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        let later = "GET /later HTTP/1.1\r\nHost: a\r\n\r\n"
        try client.send(one + later + one)
        #expect(try client.answer().text == "<p>Hello")
        #expect(try client.answer().text == "Now.\n")
        #expect(try client.answer().text == "<p>Hello")
    }

    @Test func answersHeadWithTheLengthAlone() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("HEAD", "/big")
        let answer = try client.answer(isHead: true)
        #expect(answer.header("Content-Length") == "300000")
        try client.request("GET", "/")
        #expect(try client.answer().text == "<p>Hello")
    }

    @Test func answersWithManyPiecesWhole() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port, receiveBufferBytes: 4_096)
        try client.request("GET", "/big")
        #expect(try client.answer().body == Site.big)
    }

    @Test(arguments: ["GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"])
    func closesWhereTheClientWantsIt(request: String) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.send(request)
        let all = String(decoding: try client.takeAll(), as: UTF8.self)
        #expect(all.hasSuffix("<p>Hello"))
    }

    @Test func closesWhereTheAnswerSaysSo() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("GET", "/last")
        let all = String(decoding: try client.takeAll(), as: UTF8.self)
        #expect(all.contains("\r\nConnection: close\r\n"))
        #expect(all.hasSuffix("Good-bye.\n"))
    }

    @Test(arguments: ["/", "/later"])
    func answersAClientThatHasClosedItsSendingSide(path: String) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("GET", path)
        client.finishSending()
        #expect(try client.answer().status == 200)
    }

    @Test func readsTheHead() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request(
            "GET",
            "/a/../head?a=1&b=x%20y&c",
            headers: [
                "Origin: http://heater.local", "Content-Type: text/plain", "Accept: */*",
                "Authorization: Basic Zm9v", "Cookie: a=b; c=d", "OTA-Type: ota_fw",
            ]
        )
        let lines = try client.answer().text.split(separator: "\n").map(String.init)
        let expected = [
            "a=1|b=x y|c", "x y", "127.0.0.1", "localhost", "http://heater.local", "text/plain",
            "*/*", "Basic Zm9v", "a=b; c=d", "ota_fw",
        ]
        #expect(lines == expected)
    }

    @Test func leavesOutAHeaderWithALineEndInIt() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("GET", "/injected")
        let answer = try client.answer()
        #expect(answer.status == 200)
        #expect(!answer.head.contains("b=c"))
    }

    @Test func staysOnHTTP1WhereHTTP2IsOffered() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        let offer = ["Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__", "Connection: Upgrade"]
        try client.request("GET", "/", headers: offer)
        #expect(try client.answer().text == "<p>Hello")
    }

    @Test func dropsAHeadThatIsTooLongAndServesOn() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("GET", "/", headers: ["Cookie: " + String(repeating: "x", count: 9_000)])
        _ = try client.takeAll()
        #expect(server.site.happened.isEmpty)
        let other = try RawClient(port: server.port)
        try other.request("GET", "/")
        #expect(try other.answer().status == 200)
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: a\r\n"])
    func dropsAClientThatDoesNotFinishItsHead(start: String) throws {
        var limits = ServerLimits()
        limits.arrival = .seconds(1)
        let server = try TestServer(limits: limits)
        let client = try RawClient(port: server.port)
        try client.send(start)
        #expect(try client.takeAll().isEmpty)
    }

    @Test(arguments: [
        "BREW / HTTP/1.1\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\n\r\n", "\u{16}\u{3}\u{1}",
    ])
    func dropsWhatItDoesNotSpeak(request: String) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.send(request)
        client.finishSending()
        // libwebsockets may refuse with 403 on its own; what counts is that it ends.
        let all = String(decoding: try client.takeAll(), as: UTF8.self)
        #expect(all.isEmpty || all.hasPrefix("HTTP/1.0 403 "), "\(all)")
        #expect(server.site.happened.isEmpty)
    }

    @Test func refusesConnectionsBeyondItsLimit() throws {
        var limits = ServerLimits()
        limits.connections = 3
        let server = try TestServer(limits: limits)
        let clients = try (0..<3).map { _ in try RawClient(port: server.port) }
        for client in clients {
            try client.request("GET", "/")
            #expect(try client.answer().status == 200)
        }
        #expect(try RawClient(port: server.port).takeAll().isEmpty)
        try clients[0].request("GET", "/last")
        _ = try clients[0].takeAll()
        // The place is free once the server has noticed; until then it may refuse.
        var status = 0
        for _ in 0..<200 where status == 0 {
            let next = try RawClient(port: server.port)
            if (try? next.request("GET", "/")) != nil {
                status = (try? next.answer().status) ?? 0
            }
        }
        #expect(status == 200)
    }
}
