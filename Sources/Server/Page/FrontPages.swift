import Access
import WebSocket

/// The pages: our own at `/hearth/`, and at `/` too unless the stock page is served there.
struct FrontPages {
    /// The path of a request. Everything below `/` exists below `/hearth/` too, so that our page's
    /// relative addresses work at both places.
    struct Path {
        /// The request as if it had been sent to `/`.
        let request: RequestHead
        let isBelowHearth: Bool

        private static let prefix = "/hearth"

        init(_ whole: RequestHead) {
            var request = whole
            isBelowHearth = whole.path.hasPrefix(Self.prefix + "/")
            if isBelowHearth { request.path.removeFirst(Self.prefix.count) }
            self.request = request
        }

        /// Our page was meant; only the slash is missing.
        var lacksSlash: Bool { !isBelowHearth && request.path == Self.prefix }
    }

    private let ours: PageDocument
    private let stockPage: @Sendable () -> OutgoingBytes?
    private let frameAncestors: String

    init(_ stockPage: @escaping @Sendable () -> OutgoingBytes?, _ site: SitePolicy) {
        self.stockPage = stockPage
        frameAncestors = site.framedBy.isEmpty ? "'none'" : site.framedBy.joined(separator: " ")
        ours = PageDocument(frameAncestors: frameAncestors)
    }

    /// The answer to any other GET: a page, or a redirect to it.
    /// - Parameter isForeign: the request was sent to a name that is not this machine's. The page
    ///   is refused under that name, so the redirect leads to the address that was reached.
    func response(to path: Path, isForeign: Bool) -> Response {
        guard path.request.path == "/" else {
            let site = isForeign ? path.request.reachedSite ?? "" : ""
            let place = site + (path.lacksSlash ? "/hearth/" : "/")
            return Response(status: 302, headers: [Response.Header("Location", place)])
        }
        guard !path.isBelowHearth, let page = stockPage() else { return ours.response() }
        return StockPageDocument.response(
            page,
            host: path.request.host,
            frameAncestors: frameAncestors
        )
    }
}
