import WebSocket

/// Our own page in each language, with the views that it fetches, its icon and its manifest.
///
/// Used on the server's thread only.
final class OwnPage {
    /// One language, plain or compressed.
    private struct Edition {
        let page: PageDocument
        /// The address of the views, and the answer to a request for it.
        let viewsPath: String
        let views: Response
    }

    private let frameAncestors: String
    /// Made when a language is first asked for: most devices are read in one.
    private var compressed: [PageLanguage: Edition] = [:]
    private var plain: [PageLanguage: Edition] = [:]

    init(frameAncestors: String) {
        self.frameAncestors = frameAncestors
    }

    /// The page in the language of who asks, compressed for those who read that.
    func response(to request: RequestHead) -> Response {
        edition(PageLanguage(of: request), isCompressed: request.acceptsGzip).page.response()
    }

    /// What stands beside the page; `nil`: nothing of that path.
    func file(for request: RequestHead) -> Response? {
        switch request.path {
        case "/icon.png":
            Self.response("image/png", PackageResources.icon_png)
        case "/hearth.webmanifest":
            Self.response("application/manifest+json", PackageResources.hearth_webmanifest)
        default: views(for: request)
        }
    }

    /// The views of this version; another version's address is answered like any that is unknown.
    private func views(for request: RequestHead) -> Response? {
        guard request.path.hasPrefix("/views-") else { return nil }
        return PageLanguage.allCases.lazy
            .filter { request.path.hasPrefix("/views-\($0.rawValue)-") }
            .map { self.edition($0, isCompressed: request.acceptsGzip) }
            .first { $0.viewsPath == request.path }?.views
    }

    private func edition(_ language: PageLanguage, isCompressed: Bool) -> Edition {
        if let known = isCompressed ? compressed[language] : plain[language] { return known }
        let parts = PageParts(in: language)
        let edition = Edition(
            page: PageDocument(
                parts.document,
                formAction: "'self'",
                frameAncestors: frameAncestors,
                isCompressed: isCompressed
            ),
            viewsPath: parts.viewsPath,
            views: Self.script(parts.views, isCompressed: isCompressed)
        )
        if isCompressed { compressed[language] = edition } else { plain[language] = edition }
        return edition
    }

    /// A script whose address changes with it: a browser may keep it.
    private static func script(_ bytes: [UInt8], isCompressed: Bool) -> Response {
        let pieces = isCompressed ? GzipPieces([bytes[...]]) : nil
        var answer = response(
            "text/javascript; charset=utf-8",
            pieces?.joined(between: []) ?? bytes,
            maxAge: "max-age=31536000, immutable"
        )
        if pieces != nil { answer.headers.append(Response.Header("Content-Encoding", "gzip")) }
        answer.headers.append(Response.Header("Vary", "Accept-Encoding"))
        return answer
    }

    private static func response(
        _ contentType: String,
        _ bytes: [UInt8],
        maxAge: String = "max-age=3600"
    ) -> Response {
        Response(
            status: 200,
            contentType: contentType,
            headers: [
                Response.Header("X-Content-Type-Options", "nosniff"),
                Response.Header("Cache-Control", maxAge),
            ],
            body: OutgoingBytes(bytes)
        )
    }
}

extension RequestHead {
    /// Whether it names gzip without refusing it (RFC 9110, section 12.5.3).
    fileprivate var acceptsGzip: Bool {
        (acceptEncoding ?? "").split(separator: ",").contains { part in
            let words = part.filter { $0 != " " }.lowercased().split(separator: ";")
            let isRefused = words.dropFirst().contains { word in
                word.hasPrefix("q=0") && !word.contains { "123456789".contains($0) }
            }
            return words.first == "gzip" && !isRefused
        }
    }
}
