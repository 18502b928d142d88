import CWebSockets

/// One connection of a ``WebSocketClient`` and its state.
///
/// ```
/// opening ─▶ open ─▶ closing ─▶ ended
///    └─────────┴────────────────▶
/// ```
final class OutgoingConnection {
    enum Stage {
        /// Name, TCP, handshake.
        case opening
        case open
        /// Our close frame is queued or sent; the status is that of RFC 6455 section 7.4.
        case closing(code: UInt16)
    }

    let id: ConnectionID
    let address: WebSocketAddress
    var stage = Stage.opening
    /// libwebsockets' record; nil until it has one, and not to be used once it is gone.
    var wsi: OpaquePointer?
    /// The request has gone out: if the connection ends now, the server was reached.
    var hasAsked = false
    /// OpenSSL does not trust the server's certificate.
    var isCertificateRefused = false
    /// Why the connection ends, once that is known; the first reason counts.
    var end: ConnectionEnd?
    /// Given up; libwebsockets has yet to close it.
    var isDoomed = false
    var queue = OutgoingQueue()
    var assembler = MessageAssembler()
    /// When the connection entered its stage.
    var since: Microseconds
    /// When the last byte came.
    var heardAt: Microseconds = 0
    /// Whether a ping is due, or was sent and is unanswered.
    var ping = Ping.none

    enum Ping {
        case none
        case due
        case sent
    }

    init(_ id: ConnectionID, to address: WebSocketAddress, at now: Microseconds) {
        self.id = id
        self.address = address
        since = now
    }

    /// Records that bytes came from the other side.
    func recordSign(at now: Microseconds) {
        heardAt = now
        ping = .none
    }
}

/// The number of one connection that a ``WebSocketClient`` makes; it never gives a number twice.
package struct ConnectionID: Hashable, Sendable, CustomStringConvertible {
    /// Counts from 1, in the order of the calls of `connect`.
    package let number: UInt

    package init(number: UInt) {
        self.number = number
    }

    package var description: String { "connection \(number)" }
}

/// How a connection of a ``WebSocketClient`` ended, or why it never began.
package enum ConnectionEnd: Equatable, Sendable {
    /// The host's name has no address, or is not a valid name.
    case unknownHost
    /// Nobody listens there.
    case unreachable
    /// It was neither refused nor accepted in the time allowed.
    case timedOut
    /// The server answered with this HTTP status instead of opening a WebSocket.
    case refused(status: Int)
    /// Something answered that is no WebSocket server.
    case noWebSocket
    /// The server's certificate is not trusted, for this reason; nothing was asked.
    case untrusted(String)
    /// The other side closed it: status (RFC 6455 section 7.4; 1005 for none) and its reason, at
    /// most 123 bytes of any content.
    case closed(code: UInt16, reason: String)
    /// The connection broke without a close frame.
    case lost
    /// Nothing was heard for too long, not even the answer to a ping.
    case silent
    /// This side closed it.
    case closedHere
}
