import TestSupport
import Testing
import WebSocket

/// A server whose many clients say nothing waits for its beats alone; it must hear everything at once.
@Suite(.serialized)
struct QuietWaitTests {
    private let server: TestServer
    private let crowd: [RawClient]

    init() throws {
        let server = try TestServer()
        crowd = try (0..<70).map { _ in
            let client = try RawClient(port: server.port)
            _ = try client.open("/ws")
            _ = try client.frame()
            return client
        }
        self.server = server
        #expect(server.site.wait(for: "quiet", times: 8))
    }

    @Test func hearsAMessageOfOneOfThem() throws {
        for (count, client) in crowd.prefix(20).enumerated() {
            try client.send(RawClient.frame(String(repeating: "x", count: count)))
            #expect(try client.frame().payload == Array("echo \(count)".utf8))
        }
    }

    @Test func answersWhoeverComes() throws {
        for _ in 0..<20 {
            let client = try RawClient(port: server.port)
            try client.request("GET", "/")
            #expect(try client.answer().text == "<p>Hello")
        }
    }

    @Test func answersWithMoreThanTheSocketHolds() throws {
        let client = try RawClient(port: server.port, receiveBufferBytes: 4_096)
        try client.request("GET", "/big")
        #expect(try client.answer().body == Site.big)
    }

    @Test func goesOnBeating() throws {
        let client = try RawClient(port: server.port)
        try client.request("GET", "/later")
        #expect(try client.answer().text == "Now.\n")
        let before = server.site.happened.filter { $0 == "quiet" }.count
        #expect(server.site.wait(for: "quiet", times: before + 8))
    }

    @Test func isWokenAndSeesWhoLeaves() {
        server.server.wake()
        #expect(server.site.wait(for: "woken"))
        for client in crowd { client.leave() }
        #expect(server.site.wait(for: "closed /ws", times: crowd.count))
    }

    @Test func stops() {
        server.stop()
        let last = crowd.map { try? $0.frame().opcode }
        #expect(last.allSatisfy { $0 == .close })
    }
}
