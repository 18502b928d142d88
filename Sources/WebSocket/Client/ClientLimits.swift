/// What a ``WebSocketClient`` allows the servers that it is connected to.
package struct ClientLimits: Sendable {
    /// Connections at once.
    package var connections = 8
    /// From asking for a connection until it is open, whatever the other side does; the name's
    /// resolution comes before it.
    package var opening: Duration = .seconds(8)
    /// Bytes of one message, its fragments together; a longer one is dropped and counted.
    package var messageBytes = 256 * 1024
    /// Messages that may wait for one server; with one more the connection ends as silent.
    var queuedMessages = 64
    /// After this time without a byte a ping goes out.
    package var pingAfter: Duration = .seconds(20)
    /// After this time without a byte the connection ends.
    package var silentAfter: Duration = .seconds(40)
    /// For the other side's farewell after ours.
    package var farewell: Duration = .seconds(2)
    /// Between two calls of `WebSocketClientDelegate.beat()`; all times above are kept to it.
    package var beat: Duration = .milliseconds(250)

    package init() {}
}
