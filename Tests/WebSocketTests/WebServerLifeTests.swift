import TestSupport
import Testing
import WebSocket

@Suite(.serialized)
struct WebServerLifeTests {
    @Test func refusesAPortThatIsTaken() throws {
        let server = try TestServer()
        let address = ListenAddress(address: "127.0.0.1", port: server.port)
        #expect {
            try WebServer(listeningOn: address)
        } throws: { error in
            (error as? ServerError)?.kind == .addressInUse
                && "\(error)".contains("127.0.0.1:\(server.port)")
        }
    }

    @Test(arguments: ["192.0.2.1", "localhost", "256.1.1.1", "", "2001:db8::1"])
    func refusesAnAddressThatIsNotHere(address: String) throws {
        #expect {
            try WebServer(listeningOn: ListenAddress(address: address, port: 0))
        } throws: { error in
            (error as? ServerError)?.kind == .addressUnavailable
        }
    }

    @Test func givesThePortBackWhenStopped() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.request("GET", "/")
        #expect(try client.answer().status == 200)
        server.stop()
        #expect(try client.takeAll().isEmpty)
        let again = try WebServer(
            listeningOn: ListenAddress(address: "127.0.0.1", port: server.port)
        )
        #expect(again.port == server.port)
    }

    @Test func stopsBeforeItRuns() throws {
        let server = try WebServer(listeningOn: ListenAddress(address: "127.0.0.1", port: 0))
        server.stop()
        try server.run(serving: Site(server))
        server.wake()
    }

    @Test func tellsOpenPeersApartFromGoneOnesWhenStopped() throws {
        let server = try TestServer()
        let client = try RawClient(port: server.port)
        try client.open("/ws")
        #expect(server.site.wait(for: "opened /ws"))
        server.stop()
        #expect(server.site.happened.last == "closed /ws")
    }

    @Test func wakesForAnotherThread() throws {
        let server = try TestServer()
        server.server.wake()
        #expect(server.site.wait(for: "woken"))
        server.server.wake()
        #expect(server.site.wait(for: "woken", times: 2))
    }

    @Test(arguments: [("::1", "::1", "::1"), ("::ffff:127.0.0.1", "127.0.0.1", "127.0.0.1")])
    func listensOnIPv6(at: String, dialled: String, seen: String) throws {
        let server = try TestServer(address: at)
        let client = try RawClient(port: server.port, address: dialled)
        try client.request("GET", "/head?x")
        #expect(try client.answer().text.split(separator: "\n")[2] == seen)
    }
}
