import Chamber
import Dialects
import Surroundings
import Synchronization
import WebSocket

/// Queries of the store and of others that take time: their answers follow later.
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

    /// Sends a test message to people; the answer follows once every way has had its time.
    func testNotify(for peer: PeerID) -> Verdict {
        backend.testNotify { [replies, server] answer in
            replies.put(APIRoutes.response(APINotify.answer(answer)), for: peer)
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

/// The numbers in a query: `limit=50&before=1234`, as the parts between the `&`.
struct QueryNumbers {
    private let numbers: [String: Int64]

    /// Reads them; a name that is not in `known` and a value that is no whole number are problems.
    init(_ query: [String], known: [String]) throws(APIProblem) {
        var numbers: [String: Int64] = [:]
        for part in query {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(pair[0].prefix(40))
            guard known.contains(name) else {
                let hint = name.nearest(among: known).map { "did you mean \"\($0)\"?" }
                throw Self.problem(
                    "unknown parameter \"\(name)\": "
                        + (hint ?? "known: \(known.joined(separator: ", "))")
                )
            }
            guard pair.count == 2, let number = Int64(pair[1]) else {
                throw Self.problem("\(name) must be a whole number")
            }
            numbers[name] = number
        }
        self.numbers = numbers
    }

    /// The number, or `fallback` where there is none; out of `range` is a problem.
    func number(
        _ name: String,
        in range: ClosedRange<Int64>,
        or fallback: Int64
    ) throws(APIProblem) -> Int64 {
        guard let number = numbers[name] else { return fallback }
        guard range.contains(number) else {
            throw Self.problem(
                "\(name) must be from \(range.lowerBound) to \(range.upperBound), not \(number)"
            )
        }
        return number
    }

    /// The number, or `nil`.
    subscript(name: String) -> Int64? { numbers[name] }

    private static func problem(_ message: String) -> APIProblem {
        APIProblem(status: 400, code: "bad_value", message: message)
    }
}
