import Chamber
import Dialects
import Surroundings
import WebSocket

/// The paths below `/api/` and how their answers look (`docs/api.md`).
enum APIRoutes: String, CaseIterable {
    case state = "/api/v1/state"
    case stream = "/api/v1/stream"
    case wish = "/api/v1/wish"
    case device = "/api/v1/device"
    case printer = "/api/v1/printer"
    case printerReport = "/api/v1/printer-report"
    case simulate = "/api/v1/simulate"
    case events = "/api/v1/events"
    case history = "/api/v1/history"
    case runs = "/api/v1/runs"
    case stop = "/api/v1/stop"
    case version = "/api/v1/version"
    case hotspot = "/api/v1/hotspot"
    case access = "/api/v1/access"
    case notify = "/api/v1/notify"
    case notifyTest = "/api/v1/notify/test"
    case openAPI = "/api/v1/openapi.json"
    case fleet = "/api/v1/fleet"
    case fleetOff = "/api/v1/fleet/off"
    case rollBack = "/api/v1/update/rollback"
    case setup = "/api/v1/setup"
    case settings = "/api/v1/settings"
    case settingsRestart = "/api/v1/settings/restart"
    case password = "/api/v1/access/password"

    /// What all paths of our own interface begin with.
    static let prefix = "/api/"

    /// Bytes of a wish's body: ten times the longest.
    static let longestWish = 4096

    /// Answers must not be cached, sniffed, or framed by another site.
    static let headers = [
        Response.Header("Cache-Control", "no-store"),
        Response.Header("X-Content-Type-Options", "nosniff"),
        Response.Header("Cross-Origin-Resource-Policy", "same-origin"),
    ]

    /// An answer of JSON.
    static func response(_ status: Int = 200, _ json: [UInt8]) -> Response {
        Response(
            status: status,
            contentType: "application/json",
            headers: headers,
            body: OutgoingBytes(json)
        )
    }

    /// A problem; `closing`: the rest of the request is not read.
    static func response(_ problem: APIProblem, closing: Bool = false) -> Response {
        var response = response(problem.status, problem.encoded())
        response.closesConnection = closing
        return response
    }

    /// The answer to a client that is not let in.
    static func loginNeeded(_ message: String) -> Response {
        let problem = APIProblem(status: 401, code: "login_needed", message: message)
        var response = response(problem, closing: true)
        // RFC 9110 section 11.6.1 asks for it with each 401.
        response.headers.append(Response.Header("WWW-Authenticate", "Bearer"))
        return response
    }

    /// A granted wish, or a problem.
    static func response(_ result: Result<[UInt8], APIProblem>) -> Response {
        switch result {
        case .success(let json): response(200, json)
        case .failure(let problem): response(problem)
        }
    }

    /// Hands over wishes about the device; their outcome appears in the state.
    static func grant(_ asked: APIDeviceWish, by backend: any ServerBackend) -> Response {
        if let problem = asked.refusal(by: backend.device().status) { return response(problem) }
        for wish in asked.wishes where !backend.post(wish, from: asked.requester) {
            return response(APIProblem(WishOutcome.Refusal.busy))
        }
        return response(200, APIDeviceWish.accepted)
    }

    /// Hands over what a program says of the printer.
    static func receive(_ body: [UInt8], by backend: any ServerBackend) -> Response {
        guard case .told = backend.device().profile.printer else {
            return response(APIPrinterReport.notTold)
        }
        do throws(APIProblem) {
            let report = try APIPrinterReport(parsing: body).report
            guard backend.post(.reportPrinter(report), from: Requester(.api)) else {
                return response(APIProblem(WishOutcome.Refusal.busy))
            }
            return response(200, APIPrinterReport.taken)
        } catch {
            return response(error)
        }
    }

    /// The device's own network, with its password.
    static func hotspot(of device: DeviceView) -> Response {
        response(200, APIHotspot.encoded(device.profile))
    }

    /// The route of a request whose path exists and whose method fits.
    static func route(of request: RequestHead) -> Result<APIRoutes, APIProblem> {
        guard let route = APIRoutes(rawValue: request.path) else { return .failure(.unknownPath) }
        switch route {
        case .wish, .device, .printer, .printerReport, .password:
            guard request.method == .post else { return .failure(.wrongMethod(allowed: "POST")) }
            guard isJSON(request.contentType) else { return .failure(.notJSON) }
        case .rollBack, .notifyTest, .fleetOff, .settingsRestart:
            guard request.method == .post else { return .failure(.wrongMethod(allowed: "POST")) }
        case .simulate, .setup, .settings:
            guard [.get, .head, .post].contains(request.method) else {
                return .failure(.wrongMethod(allowed: "GET or POST"))
            }
            guard request.method != .post || isJSON(request.contentType) else {
                return .failure(.notJSON)
            }
        case .stream:
            guard request.method == .get else { return .failure(.wrongMethod(allowed: "GET")) }
        case .state, .events, .history, .runs, .stop, .version, .access, .hotspot, .notify,
            .openAPI, .fleet:
            guard request.method == .get || request.method == .head else {
                return .failure(.wrongMethod(allowed: "GET"))
            }
        }
        return .success(route)
    }

    /// `application/json`, whatever parameters follow.
    private static func isJSON(_ contentType: String?) -> Bool {
        let type = contentType?.split(separator: ";").first.map { $0.lowercased() } ?? ""
        return type.filter { $0 != " " && $0 != "\t" } == "application/json"
    }
}
