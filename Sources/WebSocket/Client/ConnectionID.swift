/// The number of one connection that a ``WebSocketClient`` makes; it never gives a number twice.
package struct ConnectionID: Hashable, Sendable, CustomStringConvertible {
    /// Counts from 1 in the order in which they were asked for.
    package let number: UInt

    package init(number: UInt) {
        self.number = number
    }

    package var description: String { "connection \(number)" }
}
