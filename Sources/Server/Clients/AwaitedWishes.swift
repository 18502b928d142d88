import Chamber
import Dialects
import SwitchCore
import WebSocket

/// The requests that wait for the controller's decision on a wish.
///
/// Used on the server's thread only.
struct AwaitedWishes {
    private struct Asker {
        let peer: PeerID
        let until: Instant
        /// Sent by a form of the page, without its script: a browser shows what comes.
        let isForm: Bool
    }

    private var askers: [UInt64: Asker] = [:]

    /// The controller decides within a tenth of a second; no decision within this time is a
    /// failure.
    private static let patience = Duration.seconds(2)
    /// Requests that may wait at once: more than the wishes' queue holds would only be refused later.
    private static let most = 256

    /// Posts the wish; returns the answer where there is one at once, otherwise `resolve` or
    /// `expire` sends it.
    mutating func post(
        _ wish: APIWish,
        for peer: PeerID,
        isForm: Bool = false,
        _ context: ServingContext
    ) -> Response? {
        let ticket = context.tickets.next()
        guard askers.count < Self.most, context.backend.post(wish.envelope(ticket: ticket)) else {
            return APIRoutes.response(APIProblem(WishOutcome.Refusal.busy))
        }
        askers[ticket] = Asker(
            peer: peer,
            until: context.now.advanced(by: Self.patience),
            isForm: isForm
        )
        return nil
    }

    /// Answers the asker of a decided wish.
    mutating func resolve(_ outcome: WishOutcome, on server: WebServer) {
        guard let asker = askers.removeValue(forKey: outcome.ticket) else { return }
        let answer = APIRoutes.response(APIAnswer.encoded(outcome.answer))
        let isDone = asker.isForm && answer.status == 200
        server.respond(to: asker.peer, with: isDone ? OffForm.done : answer)
    }

    /// Answers those who have waited too long.
    mutating func expire(_ context: ServingContext) {
        for (ticket, asker) in askers where context.now >= asker.until {
            askers[ticket] = nil
            context.server.respond(to: asker.peer, with: APIRoutes.response(APIProblem.noAnswer))
        }
    }

    /// Forgets the wish of a client that has gone.
    mutating func close(_ peer: PeerID) {
        guard let ticket = askers.first(where: { $0.value.peer == peer })?.key else { return }
        askers[ticket] = nil
    }
}
