import Chamber
import Dialects
import Surroundings
import WebSocket

/// What is asked of the store, and of others who take their time: their answers follow later.
extension RequestHandler {
    func queryEvents(_ request: RequestHead, from peer: PeerID) -> Verdict {
        do {
            let numbers = try QueryNumbers(request.query, known: ["limit", "before"])
            let limit = try numbers.number("limit", in: 1...500, or: 50)
            backend.queryEvents(limit: Int(limit), before: numbers["before"]) {
                [replies, server] result in
                replies.put(Self.response(result.map { APIEvent.encoded($0) }), for: peer)
                server.wake()
            }
            return .respondLater
        } catch {
            return .respond(APIRoutes.response(error))
        }
    }

    func queryHistory(_ request: RequestHead, from peer: PeerID) -> Verdict {
        do {
            let numbers = try QueryNumbers(request.query, known: ["last_s", "points"])
            let span = try numbers.number("last_s", in: 1...2_592_000, or: 3600)
            let points = try numbers.number("points", in: 10...2000, or: 600)
            backend.queryHistory(span: .seconds(span), points: Int(points)) {
                [replies, server] result in
                replies.put(Self.response(result.map { $0.encoded() }), for: peer)
                server.wake()
            }
            return .respondLater
        } catch {
            return .respond(APIRoutes.response(error))
        }
    }

    func queryStop(_ request: RequestHead, from peer: PeerID) -> Verdict {
        do {
            let numbers = try QueryNumbers(request.query, known: ["event"])
            backend.queryStop(id: numbers["event"]) { [replies, server] result in
                replies.put(Self.response(result.map { APIEvent.encoded(stop: $0) }), for: peer)
                server.wake()
            }
            return .respondLater
        } catch {
            return .respond(APIRoutes.response(error))
        }
    }

    static func response(_ result: Result<[UInt8], QueryFailure>) -> Response {
        APIRoutes.response(
            result.mapError { failure in
                APIProblem(status: 503, code: "store_failed", message: failure.message)
            }
        )
    }

    /// Has the printer do something; the answer follows once the printer has echoed it.
    func order(_ asked: APIPrinterCommand, from peer: PeerID) -> Response? {
        backend.order(asked.command, from: asked.requester) { [replies, server] answer in
            switch answer {
            case .done:
                replies.put(APIRoutes.response(200, APIPrinterCommand.done), for: peer)
            case .refused(let words):
                replies.put(APIRoutes.response(APIPrinterCommand.refused(words)), for: peer)
            }
            server.wake()
        }
        return nil
    }

    static func response(toRollBack refusal: String?) -> Response {
        guard let refusal else {
            return APIRoutes.response(200, Array(#"{"result":"applied"}"#.utf8))
        }
        return APIRoutes.response(
            APIProblem(status: 409, code: "update_refused", message: refusal)
        )
    }
}
