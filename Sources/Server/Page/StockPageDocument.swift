import WebSocket

/// The stock page, as the user's own firmware image has it, with the rules for what it may load.
enum StockPageDocument {
    /// The answer to `GET /`; `host` as the request had it, checked by `SiteRules`.
    ///
    /// Its script stands in the page, and so do its handlers: both have to be allowed, and everything
    /// from elsewhere stays out.
    static func response(_ page: OutgoingBytes, host: String?, frameAncestors: String) -> Response {
        // Not every browser takes ws: for 'self' (CSP level 3, section 6.7.2.8).
        let socket = host.flatMap { isPlain($0) ? " ws://\($0) wss://\($0)" : nil } ?? ""
        let policy =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
            + "connect-src 'self'\(socket); img-src 'self' data: blob:; font-src data:; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors \(frameAncestors)"
        return Response(
            status: 200,
            contentType: "text/html; charset=utf-8",
            headers: [
                Response.Header("Content-Security-Policy", policy),
                Response.Header("X-Content-Type-Options", "nosniff"),
                Response.Header("Referrer-Policy", "same-origin"),
                Response.Header("Cache-Control", "no-store"),
            ],
            body: page
        )
    }

    /// Nothing in it could end a word of the policy.
    private static func isPlain(_ host: String) -> Bool {
        host.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
                || ".-:[]_".utf8.contains(byte)
        }
    }
}
