/// What a server has seen since it started; each counts up.
package struct ServerCounters: Sendable, Equatable {
    /// Connections accepted.
    package var accepted: UInt64 = 0
    /// Connections closed at once because there were too many.
    package var overCapacity: UInt64 = 0
    /// Messages that WebSockets brought whole.
    package var receivedMessages: UInt64 = 0
    /// Messages handed to the network, of WebSockets and event streams.
    package var sentMessages: UInt64 = 0
    /// Connections closed at once because their address had too many.
    var overAddressLimit: UInt64 = 0
    /// Requests refused because their address had made too many.
    var overRequestRate: UInt64 = 0
    /// Times that a WebSocket was read no further for a moment because it sent too much.
    var pausedPeers: UInt64 = 0
    /// Messages dropped because they were too long.
    package var oversizeMessages: UInt64 = 0
    /// Text messages dropped because they were not UTF-8.
    package var invalidTextMessages: UInt64 = 0
    /// Peers dropped because they did not read.
    package var undrainedPeers: UInt64 = 0

    package init() {}
}
