/// The number of one exchange with a client: one request, one event stream or one WebSocket.
///
/// A server never gives a number twice, so that an answer that comes late reaches nobody rather
/// than somebody else; on a connection that is kept alive each request has a number of its own.
package struct PeerID: Hashable, Sendable, CustomStringConvertible {
    /// Counts from 1 in the order of the requests.
    package let number: UInt64

    package init(number: UInt64) {
        self.number = number
    }

    package var description: String { "#\(number)" }
}
