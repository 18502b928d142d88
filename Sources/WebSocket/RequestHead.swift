import CWebSockets

/// What a client asked for, without the body.
///
/// Text is as the client sent it, and not to be trusted; an absent header is nil.
package struct RequestHead: Sendable, Equatable {
    /// The methods that are known; others are refused with 405.
    package enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
        case options = "OPTIONS"
    }

    /// `HEAD` is answered as `GET`, without the body.
    package var method: Method
    /// Starts with a slash; percent escapes are decoded and `..` resolved.
    package var path: String
    /// The parts between `&` after the question mark, as `name=value`, percent escapes decoded.
    package var query: [String]
    /// Address of the other end without a port, as `192.168.1.7` or `fe80::1`.
    package var address: String
    /// Whether the client asks for a WebSocket.
    package var isUpgrade: Bool
    /// Whether it came over TLS.
    package var isEncrypted = false
    /// Where the client has reached this machine, as `http://192.168.1.20:8080`, whatever name it
    /// asked for; `nil` where a browser takes no such address.
    package var reachedSite: String?

    /// Whether a proxy says that it passed the request on (`Forwarded`, `Via`, `X-Forwarded-…`): only good
    /// for words, as anyone can write them.
    package var isForwarded = false

    /// `Host`: name or address, with the port where it is not the usual one.
    package var host: String?
    /// `Origin`: scheme, host and port of the page that asks.
    package var origin: String?
    /// `Content-Type`, with its parameters.
    package var contentType: String?
    /// Bytes of body that the client announced.
    package var contentLength: Int?
    /// `Accept`.
    package var accept: String?
    /// `Accept-Encoding`.
    package var acceptEncoding: String?
    /// `Accept-Language`.
    package var acceptLanguage: String?
    /// `Authorization`, with its scheme: a secret.
    package var authorization: String?
    /// `Cookie`, all of them: secrets.
    package var cookie: String?
    /// The kind of update of `POST /ota`.
    package var otaType: String?
    /// `X-DragonBreath-Auth`, which clients of that interface send with each change: perhaps a secret.
    package var dragonBreathToken: String?
    /// The subprotocols that the client offers, in its order; empty if none.
    package var subprotocols: [String]

    package init(
        method: Method,
        path: String,
        query: [String] = [],
        address: String = "127.0.0.1",
        isUpgrade: Bool = false,
        host: String? = nil,
        origin: String? = nil,
        contentType: String? = nil,
        contentLength: Int? = nil,
        accept: String? = nil,
        authorization: String? = nil,
        cookie: String? = nil,
        otaType: String? = nil,
        subprotocols: [String] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.address = address
        self.isUpgrade = isUpgrade
        self.host = host
        self.origin = origin
        self.contentType = contentType
        self.contentLength = contentLength
        self.accept = accept
        self.authorization = authorization
        self.cookie = cookie
        self.otaType = otaType
        self.subprotocols = subprotocols
    }
    /// The value of the first part of the query that has this name; empty if it has no value.
    package func argument(_ name: String) -> String? {
        for part in query {
            let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pieces[0] == name {
                return pieces.count == 2 ? String(pieces[1]) : ""
            }
        }
        return nil
    }
}

/// Reads the head that libwebsockets has parsed.
extension RequestHead {
    /// What makes a request unanswerable before anyone is asked.
    enum Defect: Equatable {
        case unknownMethod
        case malformedContentLength
        /// The body comes in chunks of unknown length; libwebsockets does not decode those.
        case chunkedBody
    }

    /// Reads the request that `wsi` holds; valid in the callbacks for a new request only.
    static func read(from wsi: OpaquePointer, isUpgrade: Bool) -> (RequestHead, Defect?) {
        var head = RequestHead(method: .get, path: "/", isUpgrade: isUpgrade)
        var defect: Defect?
        let method = readMethodAndPath(from: wsi)
        head.path = method.path
        if let known = method.method {
            head.method = known
        } else {
            defect = .unknownMethod
        }
        head.query = fragments(of: WSI_TOKEN_HTTP_URI_ARGS, from: wsi)
        head.address = peerAddress(of: wsi)
        head.isEncrypted = lws_is_ssl(wsi) != 0
        head.reachedSite = ReachedSite.of(
            lws_get_socket_fd(wsi),
            isEncrypted: head.isEncrypted
        )
        head.isForwarded = isForwarded(wsi)
        head.host = header(WSI_TOKEN_HOST, from: wsi)
        head.origin = header(WSI_TOKEN_ORIGIN, from: wsi)
        head.contentType = header(WSI_TOKEN_HTTP_CONTENT_TYPE, from: wsi)
        head.accept = header(WSI_TOKEN_HTTP_ACCEPT, from: wsi)
        head.acceptEncoding = header(WSI_TOKEN_HTTP_ACCEPT_ENCODING, from: wsi)
        head.acceptLanguage = header(WSI_TOKEN_HTTP_ACCEPT_LANGUAGE, from: wsi)
        head.authorization = header(WSI_TOKEN_HTTP_AUTHORIZATION, from: wsi)
        head.cookie = header(WSI_TOKEN_HTTP_COOKIE, from: wsi)
        head.otaType = unlistedHeader("ota-type:", from: wsi)
        head.dragonBreathToken = unlistedHeader("x-dragonbreath-auth:", from: wsi)
        head.subprotocols = list(header(WSI_TOKEN_PROTOCOL, from: wsi) ?? "")
        if let length = header(WSI_TOKEN_HTTP_CONTENT_LENGTH, from: wsi) {
            head.contentLength = bytes(announced: length)
            if head.contentLength == nil {
                defect = defect ?? .malformedContentLength
            }
        }
        if header(WSI_TOKEN_HTTP_TRANSFER_ENCODING, from: wsi) != nil {
            defect = defect ?? .chunkedBody
        }
        return (head, defect)
    }

    private static func isForwarded(_ wsi: OpaquePointer) -> Bool {
        header(WSI_TOKEN_X_FORWARDED_FOR, from: wsi) != nil
            || header(WSI_TOKEN_HTTP_VIA, from: wsi) != nil
            || ["forwarded:", "x-forwarded-host:", "x-forwarded-proto:"].contains {
                unlistedHeader($0, from: wsi) != nil
            }
    }

    /// Whether the client waits for a 100 before it sends its body.
    static func expectsContinue(_ wsi: OpaquePointer) -> Bool {
        header(WSI_TOKEN_HTTP_EXPECT, from: wsi)?.lowercased() == "100-continue"
    }

    /// A decimal number without sign, of at most 15 digits.
    private static func bytes(announced text: String) -> Int? {
        let isNumber = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isNumber && text.utf8.count <= 15 ? Int(text) : nil
    }

    private static func readMethodAndPath(
        from wsi: OpaquePointer
    ) -> (method: Method?, path: String) {
        let tokens: [(lws_token_indexes, Method)] = [
            (WSI_TOKEN_GET_URI, .get),
            (WSI_TOKEN_POST_URI, .post),
            (WSI_TOKEN_HEAD_URI, .head),
            (WSI_TOKEN_OPTIONS_URI, .options),
            (WSI_TOKEN_PUT_URI, .put),
            (WSI_TOKEN_PATCH_URI, .patch),
            (WSI_TOKEN_DELETE_URI, .delete),
        ]
        for (token, method) in tokens {
            if let path = header(token, from: wsi) {
                return (method, path)
            }
        }
        return (nil, "/")
    }

    private static func header(_ token: lws_token_indexes, from wsi: OpaquePointer) -> String? {
        let length = lws_hdr_total_length(wsi, token)
        guard length > 0 else { return nil }
        return text(capacity: Int(length) + 1) { room in
            lws_hdr_copy(wsi, room, length + 1, token)
        }
    }

    private static func unlistedHeader(_ name: String, from wsi: OpaquePointer) -> String? {
        let nameLength = Int32(name.utf8.count)
        let length = lws_hdr_custom_length(wsi, name, nameLength)
        guard length > 0 else { return nil }
        return text(capacity: Int(length) + 1) { room in
            lws_hdr_custom_copy(wsi, room, length + 1, name, nameLength)
        }
    }

    private static func fragments(
        of token: lws_token_indexes,
        from wsi: OpaquePointer
    ) -> [String] {
        var found: [String] = []
        while true {
            let index = Int32(found.count)
            let length = lws_hdr_fragment_length(wsi, token, index)
            guard length > 0,
                let fragment = text(
                    capacity: Int(length) + 1,
                    filledBy: { lws_hdr_copy_fragment(wsi, $0, length + 1, token, index) }
                )
            else { return found }
            found.append(fragment)
        }
    }

    private static func peerAddress(of wsi: OpaquePointer) -> String {
        let capacity = 64
        let address = text(capacity: capacity) { room in
            lws_get_peer_simple(wsi, room, capacity) == nil ? -1 : Int32(strnlen(room, capacity))
        }
        let mapped = "::ffff:"
        guard let address, address.hasPrefix(mapped), address.contains(".") else {
            return address ?? ""
        }
        return String(address.dropFirst(mapped.count))
    }

    /// The text of the bytes that `fill` writes and counts; nil if it answers with less than 0.
    private static func text(
        capacity: Int,
        filledBy fill: (UnsafeMutablePointer<CChar>) -> Int32
    ) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { room in
            guard let start = room.baseAddress else { return nil }
            let count = fill(start)
            guard count >= 0 else { return nil }
            return String(
                decoding: UnsafeRawBufferPointer(start: start, count: Int(count)),
                as: UTF8.self
            )
        }
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { part in
            let isSpace = { (character: Character) in character == " " || character == "\t" }
            let start = part.drop(while: isSpace)
            let end = start.lastIndex { !isSpace($0) }
            return String(end.map { start[...$0] } ?? "")
        }
    }
}
