import CWebSockets

/// One connection of a ``WebSocketClient`` and what goes on in it.
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
        /// Our farewell is queued or has gone; the status is that of RFC 6455 section 7.4.
        case closing(code: UInt16)
    }

    let id: ConnectionID
    let address: WebSocketAddress
    var stage = Stage.opening
    /// libwebsockets' record; nil until it has one, and not to be used once it is gone.
    var wsi: OpaquePointer?
    /// The request has gone out: if the connection ends now, the server was reached.
    var hasAsked = false
    /// Why it ends, as far as somebody knows; the first one to know is right.
    var end: ConnectionEnd?
    /// Condemned; only libwebsockets has still to notice.
    var isDoomed = false
    var queue = OutgoingQueue()
    var assembler = MessageAssembler()
    /// When it came into its stage.
    var since: Microseconds
    /// When the last byte came.
    var heardAt: Microseconds = 0
    /// A ping is to go out, or has gone and is not answered.
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

    /// Something came from the other side.
    func hear(at now: Microseconds) {
        heardAt = now
        ping = .none
    }
}
