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

    @Test func goesOnWithTheSameConnection() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.send(
            "GET http://a/later HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"
        )
        #expect(try client.answer().text == "Now.\n")
        #expect(try client.answer().text == "<p>Hello")
    }

    /// Otherwise `Host` would be judged and another name be asked.
    @Test(arguments: [
        ("http://a/", "b"), ("http://a:80/", "a"), ("http://a@b/", "b"), ("http:///", ""),
        ("https://a/", "a"),
        ("ftp://a/", "a"), ("http://\u{e9}/", "\u{e9}"),
    ])
    func refusesWhatTheHeaderDoesNotName(target: String, host: String) throws {
        #expect(try ask(target, host: host).status == 403)
    }

    @Test func refusesTwoNames() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.send("GET http://a/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
        #expect(try client.answer().status == 403)
    }

    @Test func takesABodyBehindIt() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.send("POST http://a/body HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
        let whole = try client.answer()
        try client.send("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
        #expect(try client.answer().text == whole.text)
        #expect(whole.status == 200)
    }
}
