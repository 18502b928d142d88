import Access
import Chamber
import Dialects
import Surroundings
import WebSocket

/// Refuses what is not asked of this site, or by a page of another one.
struct SiteGuard: Sendable {
    private let rules: SiteRules

    init(_ policy: SitePolicy) {
        rules = SiteRules(policy)
    }

    /// The answer to a request that is not for this site; `nil`: it is.
    ///
    /// A reader who came by a name that is not this device's is led to the address that was reached, and
    /// is told nothing under that name: it may be a stranger's that points here (DNS rebinding), a
    /// router's for this device, or any at all, asked for by a phone in search of a captive portal.
    func refusal(of path: FrontPages.Path, _ device: DeviceView) -> Response? {
        let request = path.request
        let isRead = request.method == .get || request.method == .head
        if !rules.isOwn(host: request.host, of: device) {
            if isRead, !request.isUpgrade, let way = Self.redirectToHome(path) { return way }
            return Self.refused(.foreignHost(request, device))
        }
        if request.isUpgrade || !isRead,
            !rules.isSameSite(origin: request.origin, host: request.host)
        {
            return Self.refused(.foreignOrigin(request))
        }
        return nil
    }

    /// The redirect to this device's own address; `nil`: there is none that leads the client back here.
    private static func redirectToHome(_ path: FrontPages.Path) -> Response? {
        let request = path.request
        // Behind a proxy the address that was reached is the proxy's way here, not its client's.
        guard let site = request.reachedSite, !request.isForwarded else { return nil }
        let place: String
        if request.path.hasPrefix(APIRoutes.prefix) || request.path == MetricsPage.path {
            place = request.path
        } else {
            place = path.isBelowHearth || path.lacksSlash ? "/hearth/" : "/"
        }
        var response = Response(status: 302, headers: [Response.Header("Location", site + place)])
        response.closesConnection = true
        return response
    }

    private static func refused(_ problem: APIProblem) -> Response {
        APIRoutes.response(problem, closing: true)
    }
}

extension APIProblem {
    fileprivate static func foreignHost(_ request: RequestHead, _ device: DeviceView) -> APIProblem
    {
        let host = (request.host ?? "").quotedForMessage
        return APIProblem(
            status: 403,
            code: "foreign_host",
            message: "Host is \(host), which is not a name of this device: use its address or "
                + "\(device.profile.hostname).local, or add the name to host_names in [service] of "
                + "hearth.conf. A proxy passes on Host as the browser sent it."
        )
    }

    fileprivate static func foreignOrigin(_ request: RequestHead) -> APIProblem {
        let (origin, host) = (
            (request.origin ?? "").quotedForMessage, (request.host ?? "").quotedForMessage
        )
        return APIProblem(
            status: 403,
            code: "foreign_origin",
            message: "Origin is \(origin) and Host is \(host): a page of another site may not "
                + "control this device. Open the device's own page. A proxy passes on Host as the "
                + "browser sent it, or its site is named in allowed_origins in [service] of "
                + "hearth.conf."
        )
    }
}
