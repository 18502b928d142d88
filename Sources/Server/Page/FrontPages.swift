import Access
import WebSocket

/// The pages: our own at `/hearth/`, and at `/` too unless the stock page is served there.
///
/// A browser gets the stock page in a frame below a line of ours, because a fault of this device is more
/// than the stock page can tell or clear. A program that asks for no HTML gets the page itself.
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

    /// Where the stock page is by itself, for the frame.
    private static let stockPath = "/stock"

    private let ours: OwnPage
    private let frame: PageDocument
    private let stockPage: @Sendable () -> OutgoingBytes?
    private let frameAncestors: String
    /// The sites that may show the pages, without the word for none of them.
    private let site: String

    init(_ stockPage: @escaping @Sendable () -> OutgoingBytes?, _ site: SitePolicy) {
        self.stockPage = stockPage
        self.site = site.framedBy.joined(separator: " ")
        frameAncestors = site.framedBy.isEmpty ? "'none'" : site.framedBy.joined(separator: " ")
        ours = OwnPage(frameAncestors: frameAncestors)
        frame = PageDocument(
            PackageResources.frame_html,
            frameAncestors: frameAncestors,
            frames: "'self'"
        )
    }

    /// The answer to any other GET: a page, or a redirect to it.
    func response(to path: Path) -> Response {
        if !path.isBelowHearth, path.request.path == Self.stockPath, let page = stockPage() {
            return response(page, to: path.request, framedBy: "'self' " + site)
        }
        if let file = ours.file(for: path.request) { return file }
        guard path.request.path == "/" else {
            let place = path.lacksSlash ? "/hearth/" : "/"
            return Response(status: 302, headers: [Response.Header("Location", place)])
        }
        guard !path.isBelowHearth, let page = stockPage() else {
            return ours.response(to: path.request)
        }
        guard path.request.accept?.contains("text/html") != true else { return frame.response() }
        return response(page, to: path.request, framedBy: frameAncestors)
    }

    private func response(
        _ page: OutgoingBytes,
        to request: RequestHead,
        framedBy ancestors: String
    ) -> Response {
        StockPageDocument.response(page, host: request.host, frameAncestors: ancestors)
    }
}
