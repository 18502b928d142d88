/// How a connection of a ``WebSocketClient`` ended, or why it never began.
package enum ConnectionEnd: Equatable, Sendable {
    /// The host's name leads to no address, or it is none that can be asked for.
    case unknownHost
    /// Nobody listens there.
    case unreachable
    /// It was neither refused nor accepted in the time allowed.
    case timedOut
    /// The server answered with this HTTP status instead of opening a WebSocket.
    case refused(status: Int)
    /// Somebody answered, but not as a WebSocket server does.
    case noWebSocket
    /// The other side closed it: status (RFC 6455 section 7.4; 1005 for none) and its reason, at most
    /// 123 bytes and whatever it says.
    case closed(code: UInt16, reason: String)
    /// It broke off without a farewell.
    case lost
    /// Nothing was heard for too long, not even the answer to a ping.
    case silent
    /// This side closed it.
    case closedHere
}
