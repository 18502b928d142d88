import Chamber
import Dialects
import Surroundings
import Synchronization
import WebSocket

/// Queries of the store and of others that take time: their answers follow later.
extension RequestHandler {
    func queryEvents(_ request: RequestHead, from peer: PeerID) -> Verdict {
        do {
            let query = try EventQuery(request.query)
            backend.queryEvents(query) { [replies, server] result in
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
            let (query, isTable) = try HistoryQuery.asked(request.query, at: backend)
            let name = backend.device().profile.hostname
            backend.queryHistory(query) { [replies, server] result in
                let answer =
                    isTable
                    ? Self.table(result, of: name) : Self.response(result.map { $0.encoded() })
                replies.put(answer, for: peer)
                server.wake()
            }
            return .respondLater
        } catch {
            return .respond(APIRoutes.response(error))
        }
    }

    func queryRuns(_ request: RequestHead, from peer: PeerID) -> Verdict {
        do {
            let (query, isTable) = try RunQuery.asked(request.query)
            let name = backend.device().profile.hostname
            backend.queryRuns(query) { [replies, server] result in
                let answer =
                    if isTable, case .success(let history) = result {
                        Self.file(APIRuns.table(history), of: name, otherwise: "runs")
                    } else {
                        Self.response(result.map { APIRuns.encoded($0) })
                    }
                replies.put(answer, for: peer)
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

    /// Sends a test message to people; the answer follows once every way has had its time.
    func testNotify(for peer: PeerID) -> Verdict {
        backend.testNotify { [replies, server] answer in
            replies.put(APIRoutes.response(APINotify.answer(answer)), for: peer)
            server.wake()
        }
        return .respondLater
    }

    /// History as a file for a spreadsheet.
    private static func table(
        _ result: Result<APIHistory, QueryFailure>,
        of name: String
    ) -> Response {
        guard case .success(let history) = result else {
            return response(result.map { $0.encoded() })
        }
        return file(history.table, of: name, otherwise: "history")
    }

    /// A file for a spreadsheet, named after the device.
    private static func file(_ table: [UInt8], of name: String, otherwise word: String) -> Response
    {
        let letters = name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return Response(
            status: 200,
            contentType: "text/csv; charset=utf-8",
            headers: APIRoutes.headers + [
                Response.Header(
                    "Content-Disposition",
                    "attachment; filename=\"hearth-\(letters.isEmpty ? word : letters).csv\""
                )
            ],
            body: OutgoingBytes(table)
        )
    }

    /// Turns all heaters off; the answer follows once each has answered or had its time.
    func turnFleetOff(for peer: PeerID) -> Verdict {
        backend.turnFleetOff { [replies, server] outcomes in
            replies.put(APIRoutes.response(200, APIFleet.encoded(outcomes)), for: peer)
            server.wake()
        }
        return .respondLater
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

    /// What there is to ask about the board.
    func askForBoard(from peer: PeerID) -> Verdict {
        guard let guide = backend.boardGuide else {
            return .respond(APIRoutes.response(200, Array(#"{"wanted":false}"#.utf8)))
        }
        guide.ask { [replies, server] result in
            replies.put(APIRoutes.response(result), for: peer)
            server.wake()
        }
        return .respondLater
    }

    /// Answers about the board, which are kept for set-up.
    func describeBoard(_ body: [UInt8], from peer: PeerID) -> Response? {
        guard let guide = backend.boardGuide else {
            return APIRoutes.response(APIProblem.boardIsKnown)
        }
        guide.receive(body) { [replies, server] result in
            replies.put(APIRoutes.response(result), for: peer)
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

/// Answers to queries, on their way from other threads to the server's.
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

    /// Sends all answers, on the server's thread.
    func send(on server: WebServer) {
        let ready = replies.withLock { replies in
            defer { replies = [] }
            return replies
        }
        for reply in ready { server.respond(to: reply.peer, with: reply.answer) }
    }
}
