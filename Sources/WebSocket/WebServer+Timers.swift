import CWebSockets
import Glibc

extension WebServer {
    /// Between two looks at what waits and who has gone; a second more or less is no matter there.
    private static let sweepInterval: Duration = .seconds(1)

    /// Calls `ServerDelegate.timerFired(for:)` once after this time; replaces an earlier one.
    package func schedule(after time: Duration, for peer: PeerID) {
        guard let connection = peers[peer], !connection.isDoomed else { return }
        lws_set_timer_usecs(connection.wsi, max(1, time.microseconds))
    }

    /// The timer of one connection.
    func timerFired(on connection: Connection) {
        if case .lingering = connection.stage {
            doom(connection)
        } else if let peer = connection.peer, !connection.isDoomed {
            delegate?.timerFired(for: peer)
        }
    }

    /// The descriptor of the beat is readable: a beat is due, or several were while the thread was
    /// held up, which count as one.
    func beat(of timer: Int32) {
        var passed: UInt64 = 0
        guard read(timer, &passed, MemoryLayout<UInt64>.size) > 0 else { return }
        delegate?.beat()
        let now = lws_now_usecs()
        resumePaused(at: now)
        if now >= nextSweep {
            nextSweep = now + Self.sweepInterval.microseconds
            addresses.tidy(at: now)
            sweep(at: now)
        }
    }

    /// Drops who does not read, who takes forever to send, and who has gone without a word.
    private func sweep(at now: Microseconds) {
        for connection in Array(peers.values) where !connection.isDoomed {
            if let since = connection.waitingSince, now - since > limits.undrainedFor.microseconds {
                counters.undrainedPeers += 1
                doom(connection)
                continue
            }
            switch connection.stage {
            case .receivingBody, .uploading:
                if now - connection.startedAt > limits.wholeBody.microseconds {
                    doom(connection)
                }
            case .awaitingAnswer:
                if unread(of: connection) == .farewell {
                    doom(connection)
                }
            case .streaming:
                // Nothing may follow the request of a stream.
                if unread(of: connection) != .nothing {
                    doom(connection)
                }
            case .idle, .upgrading, .webSocket, .answering, .lingering, .ended:
                break
            }
        }
    }

    /// What a client has sent that libwebsockets was told not to read.
    private enum Unread {
        case nothing
        case bytes
        case farewell
    }

    private func unread(of connection: Connection) -> Unread {
        var byte: UInt8 = 0
        let flags = Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)
        let count = recv(lws_get_socket_fd(connection.wsi), &byte, 1, flags)
        let number = errno
        if count > 0 {
            return .bytes
        }
        let isWaiting = count < 0 && (number == EAGAIN || number == EINTR)
        return isWaiting ? .nothing : .farewell
    }
}
