import CWebSockets
import Glibc

extension WebSocketClient {
    /// The descriptor of the beat is readable: a beat is due, or several were while the thread was held
    /// up, which count as one.
    func beat(of timer: Int32) {
        var passed: UInt64 = 0
        guard read(timer, &passed, MemoryLayout<UInt64>.size) > 0 else { return }
        let now = lws_now_usecs()
        for connection in Array(connections.values) where !connection.isDoomed {
            judge(connection, at: now)
        }
        delegate?.beat()
    }

    /// Ends what takes too long, and asks those who are silent.
    private func judge(_ connection: OutgoingConnection, at now: Microseconds) {
        let age = now - connection.since
        switch connection.stage {
        case .opening:
            if age > limits.opening.microseconds { doom(connection, .timedOut) }
        case .closing:
            if age > limits.farewell.microseconds { doom(connection, .closedHere) }
        case .open:
            let silence = now - connection.heardAt
            if silence > limits.silentAfter.microseconds {
                doom(connection, .silent)
            } else if silence > limits.pingAfter.microseconds, case .none = connection.ping {
                connection.ping = .due
                askToWrite(on: connection)
            }
        }
    }
}
