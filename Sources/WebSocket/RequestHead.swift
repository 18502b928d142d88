/// What a client asked for, without the body.
///
/// Text comes as the client sent it and deserves no trust; a header that is absent is nil.
package struct RequestHead: Sendable, Equatable {
    /// The methods that are told apart; others are refused with 405 before anyone is asked.
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
    /// The parts between `&` behind the question mark, as `name=value`, percent escapes decoded.
    package var query: [String]
    /// Address of the other end without a port, as `192.168.1.7` or `fe80::1`.
    package var address: String
    /// Whether the client asks for a WebSocket.
    package var isUpgrade: Bool
    /// Whether it came over TLS.
    package var isEncrypted = false
    /// Where the client has reached this machine, as `http://192.168.1.20:8080`, whatever name it
    /// asked for; `nil` where that is the loopback, or no address for others.
    package var reachedSite: String?

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
    /// `Authorization`, with its scheme: a secret.
    package var authorization: String?
    /// `Cookie`, all of them: secrets.
    package var cookie: String?
    /// The kind of update of `POST /ota`.
    package var otaType: String?
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
