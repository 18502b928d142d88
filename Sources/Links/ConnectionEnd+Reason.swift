import WebSocket

extension ConnectionEnd {
    /// Why there is no connection, as a clause after a colon.
    var words: String {
        switch self {
        case .unknownHost: "its name leads to no address"
        case .unreachable: "nobody listens there"
        case .timedOut: "it does not answer"
        case .refused(let status): "it answers with HTTP status \(status)"
        case .noWebSocket: "what answers there is no WebSocket server"
        case .untrusted(let words): "its certificate is not trusted: \(words)"
        case .closed(let code, _): "it closed the connection (status \(code))"
        case .lost: "the connection broke off"
        case .silent: "it went silent"
        case .closedHere: "the connection was closed here"
        }
    }
}
