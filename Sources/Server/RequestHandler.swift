import Chamber
import Dialects
import WebSocket
import MachineClock

/// Decides what becomes of each request and carries the clients' news in and out.
///
/// Used on the server's thread only.
final class RequestHandler: ServerDelegate {
    private let server: WebServer
    private let configuration: ServerConfiguration
    private let backend: any ServerBackend
    private let rules: SiteRules
    private let pages: FrontPages
    private let access: AccessKeeper
    private let tickets = TicketSource()
    private let replies = QueryReplies()

    private var panda: PandaClients
    private var streams = StateStreams()
    private var awaited = AwaitedWishes()
    private var update = FirmwareUpload()
    private var metrics: MetricsPage
    /// Event streams whose head is on its way; whoever else opens is a client of `/ws`.
    private var expectedStreams: Set<PeerID> = []
    /// Clients of `/ws` on other machines: what they send shows that they still reach this one.
    private var visitors: Set<PeerID> = []

    init(
        server: WebServer,
        _ configuration: ServerConfiguration,
        _ backend: any ServerBackend
    ) {
        self.server = server
        self.configuration = configuration
        self.backend = backend
        metrics = MetricsPage(startedAt: configuration.startedAt)
        rules = SiteRules(hostNames: configuration.hostNames)
        pages = FrontPages(configuration.stockPage)
        access = AccessKeeper(configuration.access, configuration.accessSource)
        panda = PandaClients(backend.snapshot(), backend.device(), at: Instant.monotonic())
    }

    private var context: ServingContext {
        ServingContext(
            server: server,
            backend: backend,
            tickets: tickets,
            now: Instant.monotonic(),
            log: configuration.log
        )
    }

    private var state: APIState {
        APIState(
            snapshot: backend.snapshot(),
            device: backend.device(),
            version: configuration.version
        )
    }

    // MARK: Requests

    func judge(_ whole: RequestHead, from peer: PeerID) -> Verdict {
        let path = FrontPages.Path(whole)
        if let refusal = refusal(of: path.request) { return .respond(refusal) }
        let isVisitor = !SiteRules.isLoopback(whole.address)
        if isVisitor { backend.noteVisitor() }
        if let verdict = access.judge(path.request, from: peer, at: .monotonic()) { return verdict }
        let request = path.request.withoutToken
        if request.isUpgrade {
            if isVisitor { visitors.insert(peer) }
            return judgeUpgrade(request)
        }
        if request.path.hasPrefix(APIRoutes.prefix) { return judgeAPI(request, from: peer) }
        if request.path == "/ota", request.method == .post {
            return update.begin(peer, request)
        }
        guard request.method == .get || request.method == .head else {
            var response = Response.text(
                405,
                "There is nothing here to \(request.method.rawValue)."
            )
            response.closesConnection = true
            return .respond(response)
        }
        if request.path == MetricsPage.path {
            return .respond(
                metrics.response(
                    state,
                    server.counters,
                    pandaClients: panda.count,
                    streams: streams.count
                )
            )
        }
        return .respond(pages.response(to: path))
    }

    /// Why the request is not answered at all, where it is not.
    private func refusal(of request: RequestHead) -> Response? {
        let isAPI = request.path.hasPrefix(APIRoutes.prefix)
        if !rules.isOwn(host: request.host) {
            // A phone that looks for a captive portal asks for names of its own; being shown the
            // way to the page does no harm.
            let isWayToPage = request.method == .get && !request.isUpgrade && !isAPI
            if isWayToPage, request.path != "/" { return nil }
            return Self.refused(
                "foreign_host",
                "this device does not answer to the name \"\(request.host ?? "")\": use its address, "
                    + "localhost or its name in .local, or add the name to the configuration",
                asJSON: isAPI
            )
        }
        let mustBeSameSite =
            request.isUpgrade || (request.method != .get && request.method != .head)
        if mustBeSameSite, !rules.isSameSite(origin: request.origin, host: request.host) {
            return Self.refused(
                "foreign_origin",
                "a page of \(request.origin ?? "") may not control this device: "
                    + "open the device's own page",
                asJSON: isAPI
            )
        }
        return nil
    }

    private static func refused(_ code: String, _ message: String, asJSON: Bool) -> Response {
        let problem = APIProblem(status: 403, code: code, message: message)
        if asJSON { return APIRoutes.response(problem, closing: true) }
        var response = Response.text(403, message)
        response.closesConnection = true
        return response
    }

    private func judgeUpgrade(_ request: RequestHead) -> Verdict {
        guard request.path == "/ws" else {
            return .respond(.text(404, "There is a WebSocket at /ws only."))
        }
        return .upgrade
    }

    private func judgeAPI(_ request: RequestHead, from peer: PeerID) -> Verdict {
        switch APIRoutes.route(of: request) {
        case .failure(let problem):
            return .respond(APIRoutes.response(problem, closing: request.method == .post))
        case .success(.state):
            return .respond(APIRoutes.response(200, state.encoded()))
        case .success(.access):
            return .respond(
                APIRoutes.response(200, access.encoded(for: request, at: .monotonic()))
            )
        case .success(.version):
            return .respond(APIRoutes.response(200, APIVersion(configuration.version).encoded()))
        case .success(.stream):
            expectedStreams.insert(peer)
            return .stream(StateStreams.head)
        case .success(.wish), .success(.device):
            return .receiveBody(limit: APIRoutes.longestWish)
        case .success(.events):
            return queryEvents(request, from: peer)
        case .success(.history):
            return queryHistory(request, from: peer)
        case .success(.stop):
            return queryStop(request, from: peer)
        }
    }

    func receivedBody(
        _ body: [UInt8],
        of request: RequestHead,
        from peer: PeerID
    ) -> Response? {
        let request = FrontPages.Path(request).request
        if request.path == LoginDesk.loginPath {
            return access.receivedLogin(body, of: request, from: peer, on: server, at: .monotonic())
        }
        do {
            if request.path == APIRoutes.device.rawValue {
                return APIRoutes.grant(try APIDeviceWish(parsing: body), by: backend)
            }
            return awaited.post(try APIWish(parsing: body), for: peer, context)
        } catch {
            return APIRoutes.response(error)
        }
    }

    // MARK: Queries

    private func queryEvents(_ request: RequestHead, from peer: PeerID) -> Verdict {
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

    private func queryHistory(_ request: RequestHead, from peer: PeerID) -> Verdict {
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

    private func queryStop(_ request: RequestHead, from peer: PeerID) -> Verdict {
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

    private static func response(_ result: Result<[UInt8], QueryFailure>) -> Response {
        APIRoutes.response(
            result.mapError { failure in
                APIProblem(status: 503, code: "store_failed", message: failure.message)
            }
        )
    }

    // MARK: Uploads

    func receivedPart(_ part: UnsafeRawBufferPointer, from peer: PeerID) -> Response? {
        nil
    }

    func uploadEnded(from peer: PeerID) -> Response? {
        if let result = update.end(peer) {
            panda.broadcast(OutgoingBytes(result.encoded()), on: server)
        }
        return Response(status: 200, closesConnection: true)
    }

    // MARK: Clients

    func didOpen(_ peer: PeerID) {
        if expectedStreams.remove(peer) != nil {
            streams.open(peer, state: state, on: server)
        } else {
            panda.open(peer, on: server)
        }
    }

    func received(_ message: UnsafeRawBufferPointer, isBinary: Bool, from peer: PeerID) {
        if visitors.contains(peer) { backend.noteVisitor() }
        panda.receive(message, from: peer, serving: context)
    }

    func didClose(_ peer: PeerID) {
        expectedStreams.remove(peer)
        access.close(peer)
        visitors.remove(peer)
        panda.close(peer)
        streams.close(peer)
        awaited.close(peer)
        _ = update.end(peer)
    }

    func timerFired(for peer: PeerID) {
        panda.sendDump(to: peer, on: server, at: Instant.monotonic())
    }

    // MARK: Time

    func beat() {
        woken()
        let context = context
        panda.beat(context)
        let events = backend.takeEvents()
        metrics.note(events)
        streams.beat(events, context) { state }
        awaited.expire(context)
        access.beat(on: server, at: context.now)
    }

    func woken() {
        for outcome in backend.takeOutcomes() where !panda.settle(outcome.ticket) {
            awaited.settle(outcome, on: server)
        }
        for outcome in backend.takeDeviceOutcomes() { panda.settle(outcome, on: server) }
        replies.send(on: server)
        access.woken(on: server, at: .monotonic())
    }
}
