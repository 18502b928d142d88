import Chamber
import Pacing
import SwitchCore
import WebSocket

/// One of the other sides and what is said to it; used on the links' thread only.
protocol DialledLink: AnyObject {
    var address: WebSocketAddress { get }
    var backOff: BackOff { get }
    /// Who it is, at the beginning of a sentence.
    var title: String { get }
    var requester: Requester { get }

    /// The connection has opened; what to send.
    func opened(at now: Instant) -> [[UInt8]]
    /// A message came; what to send.
    func received(_ message: UnsafeRawBufferPointer, isBinary: Bool, at now: Instant) -> [[UInt8]]
    /// Time has gone by; what to send, which only an open connection does.
    func beat(isOpen: Bool, at now: Instant) -> [[UInt8]]
    /// The connection is gone.
    func closed(at now: Instant)
}
