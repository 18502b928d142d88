import Pacing
import SwitchCore

/// One accepted connection and what goes on in it; lives as long as libwebsockets' own record.
///
/// ```
/// idle ─▶ receivingBody ─▶ awaitingAnswer ─▶ answering ─▶ idle, lingering, ended
///   │ ├─▶ uploading ──────▶      ▲              ▲
///   │ ├──────────────────────────┴──────────────┤
///   │ └─▶ streaming ─▶ closed
///   └───▶ upgrading ─▶ webSocket ─▶ closed
/// ```
final class Connection {
    enum Stage {
        /// No request yet, or the next one is still to come.
        case idle
        /// libwebsockets is about to send the 101.
        case upgrading
        case webSocket
        case streaming
        case receivingBody(Body)
        /// A body is handed on in parts.
        case uploading
        /// The delegate owes an answer.
        case awaitingAnswer
        case answering(ResponseWriter)
        /// All is said; the rest of the client's body is swallowed so that it can read the answer.
        case lingering
        /// All is said and the connection is to close.
        case ended
    }

    /// A body that is being collected.
    final class Body {
        let request: RequestHead
        var bytes: [UInt8] = []

        init(of request: RequestHead) {
            self.request = request
        }
    }

    let wsi: OpaquePointer
    /// What its address is counted under.
    let address: AddressKey
    /// The messages that a WebSocket may still send.
    var messages: TokenBucket
    var stage = Stage.idle
    /// The exchange that goes on; nil in between.
    var peer: PeerID?
    /// Whether an exchange went before this one.
    var isReused = false
    /// Bytes of the request's body that have not come yet; nil if their number is not known.
    var unreadBody: Int? = 0
    /// Whether libwebsockets has reported the end of the request's body.
    var hasWholeBody = false
    /// Whether the request was a HEAD.
    var isHeadOnly = false
    /// See `WebServer.mayHaveBytesAside`.
    var inDoubtSince: Microseconds?
    /// Whether it has been condemned and only libwebsockets has still to notice.
    var isDoomed = false
    /// The status to close a WebSocket with once the queue is empty.
    var closingCode: UInt16?
    var queue = OutgoingQueue()
    var assembler = MessageAssembler()
    /// Since when something has waited to be written; nil while nothing does.
    var waitingSince: Microseconds?
    /// When the request of this exchange arrived.
    var startedAt: Microseconds = 0

    init(wsi: OpaquePointer, address: AddressKey, _ limits: ServerLimits) {
        self.wsi = wsi
        self.address = address
        messages = TokenBucket(
            burst: limits.messageBurst,
            perSecond: limits.messagesPerSecond
        )
    }
}

/// Time of the monotonic clock that libwebsockets counts in.
typealias Microseconds = Int64

extension Instant {
    /// The time of libwebsockets' clock.
    init(_ time: Microseconds) {
        self.init(nanoseconds: time * 1_000)
    }
}

extension Duration {
    /// Whole microseconds, rounded down.
    var microseconds: Microseconds {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }

    /// Whole seconds, rounded up, for the timers of libwebsockets that know no shorter time.
    var wholeSeconds: UInt32 {
        UInt32(clamping: components.seconds + (components.attoseconds > 0 ? 1 : 0))
    }
}
