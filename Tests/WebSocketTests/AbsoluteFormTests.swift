import TestSupport
import Testing
import WebSocket

@Suite(.serialized)
struct AbsoluteFormTests {
    /// The status and what the server understood.
    private func ask(_ target: String, host: String, method: String = "GET") throws
        -> RawClient.Answer
    {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.send("\(method) \(target) HTTP/1.1\r\nAccept: */*\r\nHost: \(host)\r\n\r\n")
        return try client.answer(isHead: method == "HEAD")
    }

    @Test(arguments: [
        "http://a/", "http://a", "HTTP://A/", "http://a//", "http://a?x=1", "http://a/?x=1",
    ])
    func answersAWholeAddressAsItsPath(target: String) throws {
        let answer = try ask(target, host: "a")
        #expect(answer.status == 200)
        #expect(answer.text == "<p>Hello")
    }

    @Test(arguments: [
        ("http://[::1]:8080/later", "[::1]:8080"),
        ("http://192.168.1.20:80/later", " 192.168.1.20:80 "),
    ])
    func knowsAddressesWithAPort(target: String, host: String) throws {
        #expect(try ask(target, host: host).text == "Now.\n")
    }

    @Test func endsTheConnectionWithItsAnswer() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.send("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n")
        let all = String(decoding: try client.takeAll(), as: UTF8.self)
        #expect(all.hasSuffix("<p>Hello"))
    }

    /// RFC 9112, section 3.2.2: the address counts, whatever `Host` says.
    @Test(arguments: [
        ("http://a:80/head", "b"), ("http://a:80/head", "a"), ("http://a:80/head", ""),
    ])
    func asksTheAddressNotTheHeader(target: String, host: String) throws {
        let answer = try ask(target, host: host)
        #expect(answer.status == 200)
        #expect(answer.text.split(separator: "\n").contains("a:80"))
    }

    @Test func opensAWebSocket() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        let upgrade = "GET http://a/ws" + RawClient.upgrade("/ws").dropFirst("GET /ws".count)
        try client.send(upgrade)
        #expect(try client.answer().status == 101)
    }

    @Test(arguments: [
        ("http://a@b/", "b"), ("http:///", ""), ("https://a/", "a"), ("ftp://a/", "a"),
        ("http://\u{e9}/", "\u{e9}"),
    ])
    func leavesWhatIsNone(target: String, host: String) throws {
        #expect(try ask(target, host: host).status == 403)
    }

    @Test func takesABodyBehindIt() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.send("POST http://a/body HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
        let whole = try client.answer()
        #expect(whole.status == 200)
        #expect(whole.text.hasPrefix("abc"))
    }
}
