import Chamber
import Pacing
import SwitchCore
import WebSocket

/// One outgoing WebSocket link and its messages; used on the links' thread only.
protocol DialledLink: AnyObject {
    var address: WebSocketAddress { get }
    var backOff: BackOff { get }
    /// The other side's name at the beginning of a sentence.
    var title: String { get }
    var requester: Requester { get }

    /// The connection has opened; returns what to send.
    func opened(at now: Instant) -> [[UInt8]]
    /// A message has arrived; returns what to send.
    func received(_ message: UnsafeRawBufferPointer, isBinary: Bool, at now: Instant) -> [[UInt8]]
    /// Time has passed; returns what to send, nothing without an open connection.
    func beat(isOpen: Bool, at now: Instant) -> [[UInt8]]
    /// The open connection has ended.
    func closed(at now: Instant)
}
