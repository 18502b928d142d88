import Synchronization
import Testing
import WebSocket

struct LibraryLogTests {
    @Test func handsOverWhatTheLibrarySays() throws {
        let lines = Mutex<[String]>([])
        LibraryLog.route(upTo: .notice) { level, line in
            lines.withLock { $0.append("\(level): \(line)") }
        }
        let server = try WebServer(listeningOn: ListenAddress(address: "127.0.0.1", port: 0))
        #expect(server.port != 0)
        // Each context tells its version.
        #expect(lines.withLock { $0.contains { $0.hasPrefix("notice: ") && !$0.hasSuffix("\n") } })
    }
}
