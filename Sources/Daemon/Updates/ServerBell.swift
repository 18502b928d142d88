import Server
import Synchronization

/// Wakes the server, which is made after those who have to wake it.
final class ServerBell: Sendable {
    private let server = Mutex<HeaterServer?>(nil)

    init() {}

    func fasten(to server: HeaterServer) {
        self.server.withLock { $0 = server }
    }

    func ring() {
        server.withLock { $0 }?.wake()
    }
}
