/// Decides what a server answers; called on the server's thread, which it must not block.
package protocol ServerDelegate: AnyObject {
    /// Decides what happens to a request.
    func judge(_ request: RequestHead, from peer: PeerID) -> Verdict

    /// The whole body that a `receiveBody` verdict asked for; nil means that
    /// `WebServer.respond(to:with:)` follows later.
    func receivedBody(_ body: [UInt8], of request: RequestHead, from peer: PeerID) -> Response?

    /// The next bytes of an upload, valid during the call; an answer ends the upload at once and
    /// closes the connection, for the rest of it is not read.
    func receivedPart(_ part: UnsafeRawBufferPointer, from peer: PeerID) -> Response?

    /// The upload is complete; nil means that `WebServer.respond(to:with:)` follows later.
    func uploadEnded(from peer: PeerID) -> Response?

    /// The 101 of a WebSocket, or the head of an event stream, has been handed to the network.
    func didOpen(_ peer: PeerID)

    /// A whole message of a WebSocket, valid during the call; text has been checked to be UTF-8.
    func received(_ message: UnsafeRawBufferPointer, isBinary: Bool, from peer: PeerID)

    /// A WebSocket or event stream that had opened has ended on either side; or a client that
    /// waited for its answer has gone without it. Nothing can be sent any more.
    func didClose(_ peer: PeerID)

    /// The time that `WebServer.schedule(after:for:)` set for an open peer has come.
    func timerFired(for peer: PeerID)

    /// How a request looks that the server refuses on its own: HTTP status, a word for programs, and what
    /// is wrong and what to do.
    func refusal(_ status: Int, _ code: String, _ message: String) -> Response

    /// Called every `ServerLimits.beat`, late rather than twice if the thread was held up.
    func beat()

    /// Another thread called `WebServer.wake()`; several calls may arrive as one.
    func woken()
}

/// What the server does with a request.
package enum Verdict: Sendable {
    /// Make it a WebSocket; legal for an upgrade only. Which subprotocol is echoed follows from
    /// those that the server was made with.
    case upgrade
    /// Answer now.
    case respond(Response)
    /// `WebServer.respond(to:with:)` answers later; the body, if there is one, is not read.
    case respondLater
    /// Collect the body, then call `receivedBody`; beyond the limit in bytes the answer is 413.
    case receiveBody(limit: Int)
    /// Hand the body over in parts as they arrive; beyond the limit in bytes the answer is 413.
    case upload(limit: Int)
    /// Send this head (its body is ignored, there is no length) and leave the answer open:
    /// what `WebServer.send(_:to:)` sends is appended to it.
    case stream(Response)
}

/// Defaults for a server without such peers.
extension ServerDelegate {
    package func receivedBody(
        _ body: [UInt8],
        of request: RequestHead,
        from peer: PeerID
    ) -> Response? {
        refusal(501, "not_here", "This path accepts no request body.")
    }

    package func receivedPart(_ part: UnsafeRawBufferPointer, from peer: PeerID) -> Response? {
        refusal(501, "not_here", "This path accepts no upload.")
    }

    package func uploadEnded(from peer: PeerID) -> Response? {
        refusal(501, "not_here", "This path accepts no upload.")
    }

    package func refusal(_ status: Int, _ code: String, _ message: String) -> Response {
        .text(status, message)
    }

    package func didOpen(_ peer: PeerID) {}

    package func received(
        _ message: UnsafeRawBufferPointer,
        isBinary: Bool,
        from peer: PeerID
    ) {}

    package func didClose(_ peer: PeerID) {}

    package func timerFired(for peer: PeerID) {}

    package func beat() {}

    package func woken() {}
}
