import WebSocket

/// The web page that is built into the program, with the rules for what it may load and run.
///
/// Only the page's own script and style run: each answer carries a random nonce that its `<script>`
/// and `<style>` have and that injected code cannot know.
struct PageDocument {
    /// The page, split where the nonces go.
    private let pieces: [ArraySlice<UInt8>]
    /// The same compressed; `nil`: it is sent as it is.
    private let compressed: GzipPieces?
    /// Where its forms may be sent to, as the policy has it.
    private let formAction: String
    /// Who may show it inside a page of theirs, as the policy has it.
    private let frameAncestors: String
    /// What it may show inside itself, as the policy has it.
    private let frames: String

    /// A page; its `<script>` and `<style>` get a nonce wherever they begin.
    init(
        _ bytes: [UInt8],
        formAction: String = "'none'",
        frameAncestors: String = "'none'",
        frames: String = "'none'",
        isCompressed: Bool = false
    ) {
        var pieces: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        for index in bytes.indices where bytes[index] == UInt8(ascii: "<") {
            for tag in Self.tags where bytes[index...].starts(with: tag) {
                let end = index + tag.count
                // `<script>` or `<script `, not `<scripture>`.
                guard end < bytes.endIndex, Self.tagEnds.contains(bytes[end]) else { continue }
                pieces.append(bytes[start..<end])
                start = end
            }
        }
        self.pieces = pieces + [bytes[start...]]
        compressed = isCompressed ? GzipPieces(self.pieces) : nil
        self.formAction = formAction
        self.frameAncestors = frameAncestors
        self.frames = frames
    }

    /// The answer to `GET /`.
    func response() -> Response {
        let nonce = Self.nonce()
        let attribute = Array(" nonce=\"\(nonce)\"".utf8)
        let policy =
            "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; "
            + "connect-src 'self'; img-src 'self' data:; manifest-src 'self'; base-uri 'none'; "
            + "frame-src \(frames); form-action \(formAction); frame-ancestors \(frameAncestors)"
        guard let compressed else {
            let body = Array(pieces.joined(separator: attribute))
            return Response(page: OutgoingBytes(body), policy: policy)
        }
        let body = OutgoingBytes(compressed.joined(between: attribute))
        var response = Response(page: body, policy: policy)
        response.headers.append(Response.Header("Content-Encoding", "gzip"))
        return response
    }

    private static let tags = [Array("<script".utf8), Array("<style".utf8)]
    private static let tagEnds = Set(" >\n\t".utf8)

    /// 32 random hexadecimal digits: 128 bits, as the policy's standard asks (CSP level 3).
    private static func nonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

/// The stock page, as the user's own firmware image has it, with the rules for what it may load.
enum StockPageDocument {
    /// The answer to a request for it; `host` as the request had it, checked by `SiteRules`.
    ///
    /// Its script and handlers stand in the page: both must be allowed, and everything from
    /// elsewhere is blocked.
    static func response(_ page: OutgoingBytes, host: String?, frameAncestors: String) -> Response {
        // Not every browser takes ws: for 'self' (CSP level 3, section 6.7.2.8).
        let socket = host.flatMap { isPlain($0) ? " ws://\($0) wss://\($0)" : nil } ?? ""
        let policy =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
            + "connect-src 'self'\(socket); img-src 'self' data: blob:; font-src data:; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors \(frameAncestors)"
        return Response(page: page, policy: policy)
    }

    /// Whether nothing in it could end a word of the policy.
    private static func isPlain(_ host: String) -> Bool {
        host.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
                || ".-:[]_".utf8.contains(byte)
        }
    }
}

extension Response {
    /// A page with its content security policy.
    fileprivate init(page: OutgoingBytes, policy: String) {
        self.init(
            status: 200,
            contentType: "text/html; charset=utf-8",
            headers: [
                Header("Content-Security-Policy", policy),
                Header("X-Content-Type-Options", "nosniff"),
                // With "no-referrer" a browser would send a form's `Origin` as "null".
                Header("Referrer-Policy", "same-origin"),
                Header("Cache-Control", "no-store"),
            ],
            body: page
        )
    }
}
