import Testing
import WebSocket

@Suite(.serialized)
struct HTTPClientTests {
    @Test func asksAndReadsTheAnswer() throws {
        let server = try TestServer()
        let client = HTTPClient(host: "localhost", port: server.port)
        let reply = try client.request(.get, "/")
        #expect(reply.status == 200)
        #expect(reply.contentType == "text/html")
        #expect(reply.body == Array("<p>Hello".utf8))
        #expect(try client.request(.get, "/big").body == Site.big)
        #expect(try client.request(.head, "/big").body.isEmpty)
        #expect(try client.request(.get, "/elsewhere").status == 302)
    }

    @Test func sendsABodyAndHeaders() throws {
        let server = try TestServer()
        let client = HTTPClient(host: "127.0.0.1", port: server.port)
        let reply = try client.request(.post, "/body", body: Array("words".utf8))
        #expect(reply.body == Array("words\n".utf8))
        let headers = [Response.Header("OTA-Type", "ota_fw")]
        let head = try client.request(.get, "/head", headers: headers)
        #expect(String(decoding: head.body, as: UTF8.self).contains("ota_fw"))
    }

    @Test func asksUnderAnotherNameWhereOneIsGiven() throws {
        let server = try TestServer()
        let client = HTTPClient(host: "127.0.0.1", port: server.port)
        let named = try client.request(
            .get,
            "/head",
            headers: [Response.Header("Host", "heater.example.org")]
        )
        #expect(String(decoding: named.body, as: UTF8.self).contains("heater.example.org"))
        let own = try client.request(.get, "/head")
        #expect(String(decoding: own.body, as: UTF8.self).contains("127.0.0.1:\(server.port)"))
    }

    @Test func readsABodyAsItComes() throws {
        let server = try TestServer()
        let client = HTTPClient(host: "127.0.0.1", port: server.port)
        let exchange = try client.open(.get, "/events")
        #expect(exchange.status == 200)
        #expect(exchange.header("content-type") == "text/event-stream")
        let first = try #require(try exchange.next(within: .seconds(30)))
        #expect(String(decoding: first, as: UTF8.self).hasPrefix("data: first\n\n"))
        #expect(try exchange.next(within: .seconds(30)) != nil)
    }

    @Test func opensAWebSocketAndReadsWhatComesBehindTheHead() throws {
        let server = try TestServer()
        let client = HTTPClient(host: "127.0.0.1", port: server.port)
        let exchange = try client.open(
            .get,
            "/ws",
            headers: [
                Response.Header("Connection", "Upgrade"), Response.Header("Upgrade", "websocket"),
                Response.Header("Sec-WebSocket-Version", "13"),
                Response.Header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ]
        )
        #expect(exchange.status == 101)
    }

    @Test func saysThatThereIsNoTLS() throws {
        let server = try TestServer()
        let client = HTTPClient(host: "127.0.0.1", port: server.port, isEncrypted: true)
        #expect {
            try client.request(.get, "/")
        } throws: { error in
            (error as? HTTPClientError)?.kind == .noTLS
        }
    }

    @Test func readsTheReasonOfARefusalThatComesEarly() throws {
        let server = try TestServer()
        let client = HTTPClient(host: "127.0.0.1", port: server.port)
        let body = [UInt8](repeating: 0x21, count: 4_000_000)
        #expect(try client.request(.post, "/upload", body: body).status == 400)
    }

    @Test func saysThatNobodyListens() throws {
        let server = try TestServer()
        server.stop()
        let client = HTTPClient(host: "127.0.0.1", port: server.port)
        #expect {
            try client.request(.get, "/")
        } throws: { error in
            (error as? HTTPClientError)?.kind == .unreachable
                && "\(error)".contains("127.0.0.1:\(server.port)")
        }
    }

    @Test func givesUpOnASilentServer() throws {
        let server = try TestServer()
        let client = HTTPClient(host: "127.0.0.1", port: server.port)
        #expect {
            try client.request(.get, "/never", timeout: .milliseconds(200))
        } throws: { error in
            (error as? HTTPClientError)?.kind == .timedOut
        }
    }
}
