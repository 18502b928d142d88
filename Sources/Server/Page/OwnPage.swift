import WebSocket

/// Our own page in each language, with its icon and its manifest.
///
/// Used on the server's thread only.
final class OwnPage {
    private let frameAncestors: String
    /// Made when a language is first asked for: most devices are read in one.
    private var compressed: [PageLanguage: PageDocument] = [:]
    private var plain: [PageLanguage: PageDocument] = [:]

    init(frameAncestors: String) {
        self.frameAncestors = frameAncestors
    }

    /// The page in the language of who asks, compressed for those who read that.
    func response(to request: RequestHead) -> Response {
        let language = PageLanguage(of: request)
        guard request.acceptsGzip else {
            let document = plain[language] ?? document(language, isCompressed: false)
            plain[language] = document
            return document.response()
        }
        let document = compressed[language] ?? document(language, isCompressed: true)
        compressed[language] = document
        return document.response()
    }

    /// What stands beside the page; `nil`: nothing of that path.
    func file(at path: String) -> Response? {
        switch path {
        case "/icon.png":
            Self.response("image/png", PackageResources.icon_png)
        case "/hearth.webmanifest":
            Self.response("application/manifest+json", PackageResources.hearth_webmanifest)
        default: nil
        }
    }

    private func document(_ language: PageLanguage, isCompressed: Bool) -> PageDocument {
        PageDocument(
            PageParts.document(in: language),
            formAction: "'self'",
            frameAncestors: frameAncestors,
            isCompressed: isCompressed
        )
    }

    private static func response(_ contentType: String, _ bytes: [UInt8]) -> Response {
        Response(
            status: 200,
            contentType: contentType,
            headers: [
                Response.Header("X-Content-Type-Options", "nosniff"),
                Response.Header("Cache-Control", "max-age=3600"),
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
