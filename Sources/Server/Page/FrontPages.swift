import WebSocket

/// The pages: our own at `/hearth/`, and at `/` too unless the stock page is to be there.
struct FrontPages {
    /// What a request is for. Below `/hearth/` lies all that lies below `/`, so that our page's
    /// addresses, which are relative, hold at both places.
    struct Path {
        /// As if it had been sent to `/`.
        let request: RequestHead
        let isBelowHearth: Bool

        private static let prefix = "/hearth"

        init(_ whole: RequestHead) {
            var request = whole
            isBelowHearth = whole.path.hasPrefix(Self.prefix + "/")
            if isBelowHearth { request.path.removeFirst(Self.prefix.count) }
            self.request = request
        }

        /// Our page was meant, and the slash forgotten.
        var lacksSlash: Bool { !isBelowHearth && request.path == Self.prefix }
    }

    private let ours: PageDocument
    private let stockPage: @Sendable () -> OutgoingBytes?
    private let frameAncestors: String

    /// `framedBy`: origins that may show either page inside theirs.
    init(_ stockPage: @escaping @Sendable () -> OutgoingBytes?, framedBy: [String]) {
        self.stockPage = stockPage
        frameAncestors = framedBy.isEmpty ? "'none'" : framedBy.joined(separator: " ")
        ours = PageDocument(frameAncestors: frameAncestors)
    }

    /// The answer to a GET of anything that nobody else answers: a page, or the way to it.
    /// - Parameter isForeign: it was sent to a name that is none of this machine's. Under that name
    ///   the page is refused, so that the way leads to the address that was reached.
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
