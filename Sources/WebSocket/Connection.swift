import Pacing
import SwitchCore

/// One accepted connection and its state; lives as long as libwebsockets' own record.
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
        /// Answered; the rest of the client's body is dropped, so that the client can read the
        /// answer.
        case lingering
        /// Answered; the connection is about to close.
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
    /// The key that its address is counted under.
    let address: AddressKey
    /// The messages that a WebSocket may still send.
    var messages: TokenBucket
    var stage = Stage.idle
    /// The current exchange; nil between two.
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
    /// Given up; libwebsockets has yet to close it.
    var isDoomed = false
    /// The status to close a WebSocket with once the queue is empty.
    var closingCode: UInt16?
    /// The close frame is with libwebsockets.
    var hasSaidFarewell = false

    /// A WebSocket whose close frame has still to go out.
    var owesFarewell: Bool {
        guard case .webSocket = stage else { return false }
        return closingCode != nil && !hasSaidFarewell && !isDoomed
    }
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

/// The number of one exchange with a client: one request, one event stream or one WebSocket.
///
/// A number is never used twice, so a late answer reaches nobody instead of the wrong client; on a
/// connection that is kept alive each request has its own.
package struct PeerID: Hashable, Sendable, CustomStringConvertible {
    /// Counts from 1 in the order of the requests.
    package let number: UInt64

    package init(number: UInt64) {
        self.number = number
    }

    package var description: String { "#\(number)" }
}
