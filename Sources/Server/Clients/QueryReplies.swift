import Synchronization
import WebSocket

/// Answers to queries on their way from whatever thread made them to the server's.
final class QueryReplies: Sendable {
    private struct Reply {
        let peer: PeerID
        let answer: Response
    }

    private let replies = Mutex<[Reply]>([])

    init() {}

    /// Leaves an answer; from any thread.
    func put(_ answer: Response, for peer: PeerID) {
        replies.withLock { $0.append(Reply(peer: peer, answer: answer)) }
    }

    /// Sends what was left, on the server's thread.
    func send(on server: WebServer) {
        let ready = replies.withLock { replies in
            defer { replies = [] }
            return replies
        }
        for reply in ready { server.respond(to: reply.peer, with: reply.answer) }
    }
}
