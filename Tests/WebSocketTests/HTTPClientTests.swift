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
