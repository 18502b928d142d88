import Dialects
import Surroundings
import WebSocket

/// The paths of DragonBreath's interface (`docs/dragonbreath.md`).
enum DragonBreathRoutes: String, CaseIterable {
    case info = "/api/v2/info"
    case state = "/api/v2/state"
    case events = "/api/v2/events"
    case health = "/api/v2/health"
    case command = "/api/v2/command"
    case heartbeat = "/api/v2/heartbeat"
    case calibration = "/api/v2/calibration"
    case settings = "/settings"
    case logs = "/api/v2/logs"
    case console = "/api/v2/console"
    case zones = "/api/v2/zones"
    case presets = "/api/v2/presets"
    case token = "/api/v2/token"
    case restart = "/api/v2/restart"
    case bootInactive = "/api/v2/boot-inactive"
    case factoryReset = "/api/v2/factory-reset"

    static let prefix = "/api/v2/"

    /// What the firmware has at this path and Hearth has not, and what to do instead.
    var lacking: DragonBreathProblem? {
        switch self {
        case .info, .state, .events, .health, .command, .heartbeat, .calibration, .logs: nil
        case .settings:
            .lacking(
                "limits that a client can change",
                "they are in the board file, the lease is lease_s in [dragonbreath] of hearth.conf, and "
                    + "mode auto's bed thresholds are set on Hearth's page"
            )
        case .console: .lacking("console", "read the log on the machine: journalctl -u hearth")
        case .zones:
            .lacking("targets by filament", "mode auto goes by the printer, as on Hearth's page")
        case .presets: .lacking("presets of this kind", "each command holds its target")
        case .token: .lacking("control token", "make one with \"hearth access token add NAME\"")
        case .restart: .lacking("restart", "run \"sudo systemctl restart hearth\" on the machine")
        case .bootInactive:
            .lacking("second firmware", "earlier versions are at the page's update section")
        case .factoryReset:
            .lacking("factory reset", "send restore_factory_settings to /api/v1/wish")
        }
    }

    static func response(_ problem: DragonBreathProblem, closing: Bool = false) -> Response {
        var response = APIRoutes.response(problem.status, problem.encoded())
        response.closesConnection = closing
        return response
    }

    /// The answer to a client that is not let in; `trouble`: why nobody can be.
    static func notLetIn(_ trouble: String?) -> Response {
        response(.notLetIn(trouble), closing: true)
    }
}

extension RequestHead {
    /// Whether a client of DragonBreath's interface asks.
    var isForDragonBreath: Bool {
        path.hasPrefix(DragonBreathRoutes.prefix) || path == DragonBreathRoutes.settings.rawValue
    }

    /// Whether the answer is a stream, which stays open.
    var isForStream: Bool {
        path == APIRoutes.stream.rawValue || path == DragonBreathRoutes.events.rawValue
    }
}

extension RequestHandler {
    /// What happens to a request of DragonBreath's interface.
    func judgeDragonBreath(_ request: RequestHead, from peer: PeerID) -> Verdict {
        guard let route = DragonBreathRoutes(rawValue: request.path) else {
            return judgeUnknown(request)
        }
        let isRead = request.method == .get || request.method == .head
        guard isRead || request.method == .post else {
            return refuse(.wrongMethod("GET or POST"))
        }
        // A page of another site can make a browser send a form, and no header of its own.
        if !isRead, request.dragonBreathToken == nil { return refuse(.noHeader) }
        if let problem = route.lacking, route != .settings || !isRead { return refuse(problem) }
        switch route {
        case .command, .heartbeat:
            return isRead
                ? refuse(.wrongMethod("POST")) : .receiveBody(limit: APIRoutes.longestWish)
        case .calibration where !isRead: return .receiveBody(limit: APIRoutes.longestWish)
        case _ where !isRead: return refuse(.wrongMethod("GET"))
        case .events:
            guard request.method == .get else { return refuse(.wrongMethod("GET")) }
            dragonBreath.expect(peer)
            return .stream(StateStreams.head)
        case .logs: return queryLog(from: peer)
        default: return .respond(APIRoutes.response(200, dragonBreath.page(at: route, context)))
        }
    }

    private func queryLog(from peer: PeerID) -> Verdict {
        let start = dragonBreath.startedAt
        backend.queryEvents(EventQuery(limit: 50)) { [replies, server] result in
            let log = result.map { DragonBreathState.encodedLog($0, since: start) }
            replies.put(Self.response(log), for: peer)
            server.wake()
        }
        return .respondLater
    }

    private func refuse(_ problem: DragonBreathProblem) -> Verdict {
        .respond(DragonBreathRoutes.response(problem, closing: true))
    }

    private func judgeUnknown(_ request: RequestHead) -> Verdict {
        .respond(APIRoutes.response(.unknownPath, closing: request.method == .post))
    }
}
