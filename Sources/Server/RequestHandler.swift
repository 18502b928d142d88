import Access
import Chamber
import Dialects
import MachineClock
import Pacing
import SwitchCore
import WebSocket

/// Decides what happens to each request, and passes messages between clients and backend.
///
/// Used on the server's thread only.
final class RequestHandler: ServerDelegate {
    let server: WebServer
    private let configuration: ServerConfiguration
    let backend: any ServerBackend
    private let site: SiteGuard
    private let pages: FrontPages
    let access: AccessGate
    private var certificate: CertificateWatch
    private let tickets = TicketSource()
    let replies = QueryReplies()

    var panda: PandaClients
    private var streams = StateStreams()
    var dragonBreath: DragonBreathClients
    var awaited = AwaitedWishes()
    var update = FirmwareUpload()
    /// A change of settings is a write to the disk, and one of the password a guess at it.
    var settingsChanges = TokenBucket(burst: 10, every: .seconds(3))
    private var metrics: MetricsPage
    /// Event streams whose head is on its way; any other peer that opens is a client of `/ws`.
    private var expectedStreams: Set<PeerID> = []
    private var visitors = Visitors()
    /// By which a daemon is known through a proxy; it says nothing else.
    private let run = String(UInt64.random(in: .min ... .max), radix: 16)

    init(
        server: WebServer,
        _ configuration: ServerConfiguration,
        _ backend: any ServerBackend
    ) {
        self.server = server
        self.configuration = configuration
        self.backend = backend
        metrics = MetricsPage(startedAt: configuration.startedAt)
        site = SiteGuard(configuration.site)
        pages = FrontPages(configuration.stockPage, configuration.site)
        certificate = CertificateWatch(configuration)
        access = AccessGate(configuration.access, configuration.accessSource)
        panda = PandaClients(backend.snapshot(), backend.device(), at: Instant.monotonic())
        dragonBreath = DragonBreathClients(configuration)
    }

    var context: ServingContext {
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
            version: configuration.version,
            wallMilliseconds: backend.calendarMilliseconds()
        )
    }

    // MARK: Requests

    func judge(_ whole: RequestHead, from peer: PeerID) -> Verdict {
        let path = FrontPages.Path(whole)
        if let refusal = site.refusal(of: path, backend.device()) { return .respond(refusal) }
        visitors.record(whole, from: peer, backend)
        if let verdict = access.judge(path.request, from: peer, at: .monotonic()) { return verdict }
        let request = path.request.withoutToken
        if request.isUpgrade { return judgeUpgrade(request) }
        if request.path == "/ws" { return .respond(needsUpgrade) }
        if request.isForDragonBreath { return judgeDragonBreath(request, from: peer) }
        if request.path.hasPrefix(APIRoutes.prefix) { return judgeAPI(request, from: peer) }
        if request.path == "/ota", request.method == .post {
            return judgeUpload(request, from: peer)
        }
        if request.path == OffForm.path, request.method == .post {
            return .receiveBody(limit: APIRoutes.longestWish)
        }
        guard request.method == .get || request.method == .head else {
            if request.path == "/ota", request.method == .put,
                let verdict = update.measure(peer, request)
            {
                return verdict
            }
            return .respond(wrongMethod(request.method))
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

    func refusal(_ status: Int, _ code: String, _ message: String) -> Response {
        APIRoutes.response(APIProblem(status: status, code: code, message: message))
    }

    func wrongMethod(_ method: RequestHead.Method) -> Response {
        var response = refusal(405, "wrong_method", "There is nothing here to \(method.rawValue).")
        response.closesConnection = true
        return response
    }

    private func judgeUpgrade(_ request: RequestHead) -> Verdict {
        guard request.path == "/ws" else {
            return .respond(refusal(404, "unknown_path", "There is a WebSocket at /ws only."))
        }
        return .upgrade
    }

    /// A WebSocket is asked for without the headers that ask for one (RFC 9110, section 15.5.22).
    private var needsUpgrade: Response {
        let lack =
            backend.boardGuide == nil
            ? "" : " This machine has no board file yet, so nothing can heat: sudo hearth setup."
        var response = APIRoutes.response(
            APIProblem(
                status: 426,
                code: "no_upgrade",
                message:
                    "There is a WebSocket here: ask with Upgrade: websocket. A proxy passes on "
                    + "Upgrade and Connection over HTTP/1.1." + lack
            ),
            closing: true
        )
        response.headers.append(Response.Header("Upgrade", "websocket"))
        return response
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
        case .success(.hotspot):
            return .respond(APIRoutes.hotspot(of: backend.device()))
        case .success(.openAPI):
            return .respond(APIRoutes.response(200, PackageResources.openapi_json))
        case .success(.version):
            let version = APIVersion(configuration.version, run: run)
            return .respond(APIRoutes.response(200, version.encoded()))
        case .success(.stream):
            expectedStreams.insert(peer)
            return .stream(StateStreams.head)
        case .success(.wish), .success(.device), .success(.printer), .success(.printerReport),
            .success(.password):
            return .receiveBody(limit: APIRoutes.longestWish)
        case .success(.simulate) where request.method == .post,
            .success(.setup) where request.method == .post:
            return .receiveBody(limit: APIRoutes.longestWish)
        case .success(.simulate):
            let listing = APISimulation.listing(
                backend.simulatedFaults(),
                buttons: backend.simulatedButtons(),
                hasPower: backend.simulatedHeat()
            )
            return .respond(APIRoutes.response(listing))
        case .success(.rollBack):
            return rollBack(for: peer)
        case .success(.notify):
            return .respond(APIRoutes.response(200, APINotify.encoded(backend.notifyWays())))
        case .success(.notifyTest):
            return testNotify(for: peer)
        case .success(.setup):
            return askForBoard(from: peer)
        case .success(.settings), .success(.settingsRestart):
            return judgeSettings(request, from: peer)
        case .success(.fleet):
            return .respond(APIRoutes.response(200, APIFleet.encoded(backend.fleetView())))
        case .success(.fleetOff):
            return turnFleetOff(for: peer)
        case .success(.events):
            return queryEvents(request, from: peer)
        case .success(.history):
            return queryHistory(request, from: peer)
        case .success(.runs):
            return queryRuns(request, from: peer)
        case .success(.stop):
            return queryStop(request, from: peer)
        }
    }

    private func rollBack(for peer: PeerID) -> Verdict {
        backend.rollBack { [replies, server] refusal in
            replies.put(Self.response(toRollBack: refusal), for: peer)
            server.wake()
        }
        return .respondLater
    }

    // MARK: Clients

    func didOpen(_ peer: PeerID) {
        if expectedStreams.remove(peer) != nil {
            streams.open(peer, state: state, on: server)
        } else if !dragonBreath.open(peer, context) {
            panda.open(peer, on: server)
        }
    }

    func received(_ message: UnsafeRawBufferPointer, isBinary: Bool, from peer: PeerID) {
        visitors.recordMessage(from: peer, backend)
        panda.receive(message, from: peer, serving: context)
    }

    func didClose(_ peer: PeerID) {
        expectedStreams.remove(peer)
        access.close(peer)
        visitors.close(peer)
        panda.close(peer)
        streams.close(peer)
        dragonBreath.close(peer, context)
        awaited.close(peer)
        if let step = update.close(peer) { backend.receive(step) }
    }

    func timerFired(for peer: PeerID) {
        panda.sendDump(to: peer, context)
    }

    // MARK: Time

    func beat() {
        woken()
        let context = context
        panda.beat(context)
        let events = backend.collectEvents()
        metrics.record(events)
        streams.beat(events, context) { state }
        awaited.expire(context)
        dragonBreath.beat(context)
        access.beat(on: server, at: context.now)
        certificate.beat(on: server)
    }

    func woken() {
        let now = Instant.monotonic()
        for outcome in backend.collectOutcomes() where !panda.resolve(outcome.ticket, at: now) {
            if !dragonBreath.resolve(outcome, context) { awaited.resolve(outcome, on: server) }
        }
        for outcome in backend.collectDeviceOutcomes() {
            panda.resolve(outcome, on: server, at: now)
        }
        settleUploads()
        replies.send(on: server)
        access.woken(on: server, at: now)
    }
}
