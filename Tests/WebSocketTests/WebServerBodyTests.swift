import TestSupport
import Testing
import WebSocket

@Suite(.serialized)
struct WebServerBodyTests {
    @Test(arguments: ["/body", "/body-later"])
    func collectsABody(path: String) throws {
        let server = try TestServer()
        // libwebsockets 4.3 does not distinguish a due timer from bytes that came too early, so a
        // second body may be refused without a reason (`mayHaveBytesAside`), but not every time.
        for _ in 0..<3 {
            let client = try RawClient(port: server.port)
            try client.request("POST", path, body: Array("first".utf8))
            #expect(try client.answer().text == "first\n")
            let second = String(repeating: "x", count: 1_000)
            try client.request("POST", path, body: Array(second.utf8))
            let answer = try client.answer()
            if answer.status == 503 { continue }
            #expect(answer.text == second + "\n")
            return
        }
        Issue.record("three times in a row the second body was sent away")
    }

    @Test func collectsABodyThatComesInPieces() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.send("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n")
        #expect(server.site.wait(for: "POST /body"))
        try client.send("one")
        try client.send("two")
        #expect(try client.answer().text == "onetwo\n")
    }

    @Test(arguments: ["POST", "PUT", "PATCH"])
    func takesAnEmptyBody(method: String) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        for _ in 0..<2 {
            try client.request(method, "/body", headers: ["Content-Length: 0"])
            #expect(try client.answer().text == "\n")
        }
    }

    @Test(arguments: ["GET / ", "POST /body-later "])
    func survivesABodyThatComesBeforeItsTurn(first: String) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        let early = "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
        try client.send(first + "HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n" + early)
        #expect(try client.answer().status == 200)
        #expect(try client.answer().status == 503)
        #expect(try client.takeAll().isEmpty)
        let other = try RawClient(port: server.port)
        try other.request("GET", "/")
        #expect(try other.answer().status == 200)
    }

    @Test func answersNothingThatComesBehindABodyBeforeALongAnswerIsOut() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port, receiveBufferBytes: 4_096)
        let first = "PUT /big HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
        try client.send(first + "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        _ = try client.takeAll()
        #expect(server.site.happened == ["PUT /big"])
    }

    @Test func closesAfterAnAnswerThatOvertakesTheBody() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("POST", "/", body: [UInt8](repeating: 0x78, count: 200_000))
        let answer = try client.answer()
        #expect(answer.text == "<p>Hello")
        #expect(answer.header("Connection") == "close")
        #expect(try client.takeAll().isEmpty)
    }

    @Test(arguments: [
        ("Content-Length: 1001", 413), ("Content-Length: 99999999999", 413),
        ("Content-Length: five", 400), ("Content-Length: -5", 400), ("X-Nothing: 1", 411),
        ("Transfer-Encoding: chunked", 411),
    ])
    func refusesABodyThatIsTooLongOrOfUnknownLength(header: String, status: Int) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("POST", "/body", headers: [header])
        let answer = try client.answer()
        #expect(answer.status == status)
        #expect(answer.header("Connection") == "close")
    }

    @Test func sendsThe100ThatAClientWaitsFor() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        let headers = ["Expect: 100-continue", "Content-Length: 4"]
        try client.request("POST", "/body", headers: headers)
        #expect(try client.answer(isHead: true).status == 100)
        try client.send("body")
        #expect(try client.answer().text == "body\n")
    }

    @Test func handsAnUploadOnInParts() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("POST", "/upload", body: [UInt8](repeating: 0x61, count: 4_700_000))
        #expect(try client.answer().text == "4700000\n")
        try client.request("GET", "/")
        #expect(try client.answer().status == 200)
    }

    @Test(arguments: [("!", 400), ("a", 413)])
    func letsTheClientReadWhyAnUploadIsRefused(first: String, status: Int) throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        let size = status == 413 ? 5_000_001 : 4_000_000
        var body = [UInt8](repeating: 0x61, count: size)
        body[0] = Array(first.utf8)[0]
        try client.request("POST", "/upload", body: body)
        let answer = try client.answer()
        #expect(answer.status == status)
        #expect(answer.header("Connection") == "close")
        #expect(try client.takeAll().isEmpty)
    }

    @Test func noticesThatAClientWentWithoutItsAnswer() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("GET", "/never")
        #expect(server.site.wait(for: "GET /never"))
        client.leave()
        #expect(server.site.wait(for: "closed /never"))
    }

    @Test func noticesThatAnUploadBrokeOff() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("POST", "/upload", headers: ["Content-Length: 1000"])
        try client.send("only this")
        #expect(server.site.wait(for: "POST /upload"))
        client.leave()
        #expect(server.site.wait(for: "closed /upload"))
    }
}
