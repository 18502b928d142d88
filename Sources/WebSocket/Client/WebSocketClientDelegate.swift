/// Who uses the connections of a ``WebSocketClient``; called on its thread only, and never to block it.
package protocol WebSocketClientDelegate: AnyObject {
    /// The loop has begun: connections may be asked for from now on.
    func started()

    /// The server has answered 101.
    func opened(_ connection: ConnectionID)

    /// A whole message, valid during the call; text has been checked to be UTF-8.
    func received(
        _ message: UnsafeRawBufferPointer,
        isBinary: Bool,
        on connection: ConnectionID
    )

    /// The connection has ended; told once for each that was asked for, unless the loop ends first.
    func ended(_ connection: ConnectionID, because end: ConnectionEnd)

    /// Called every `ClientLimits.beat`, late rather than twice if the thread was held up.
    func beat()

    /// Another thread called `WebSocketClient.wake()`; several calls may arrive as one.
    func woken()
}
