import Dialects
import MachineClock
import Pacing
import WebSocket

/// The settings of the service: their answers follow from the thread that keeps them.
extension RequestHandler {
    /// Judges a request about the settings whose path and method fit.
    func judgeSettings(_ request: RequestHead, from peer: PeerID) -> Verdict {
        if request.path == APIRoutes.settingsRestart.rawValue {
            return ask(peer) { $0.restart(reply: $1) }
        }
        guard request.method != .post else {
            return .receiveBody(limit: APIRoutes.longestWish)
        }
        return ask(peer) { $0.read(reply: $1) }
    }

    /// Asks for something; the answer follows.
    private func ask(_ peer: PeerID, _ order: (any SettingsStore, @escaping SettingsReply) -> Void)
        -> Verdict
    {
        guard let settings = backend.settings else {
            return .respond(APIRoutes.response(APIProblem.unknownPath))
        }
        order(settings, reply(to: peer))
        return .respondLater
    }

    /// Asks for a change, which not even a client that is let in may do at any rate.
    func change(
        for peer: PeerID,
        _ order: (any SettingsStore, @escaping SettingsReply) -> Void
    ) -> Response? {
        guard let settings = backend.settings else {
            return APIRoutes.response(APIProblem.unknownPath)
        }
        guard settingsChanges.spend(at: .monotonic()) else {
            return refusal(
                429,
                "too_many_requests",
                "Settings were changed too often: try again in a few seconds."
            )
        }
        order(settings, reply(to: peer))
        return nil
    }

    private func reply(to peer: PeerID) -> SettingsReply {
        { [replies, server] result in
            replies.put(APIRoutes.response(result), for: peer)
            server.wake()
        }
    }
}
