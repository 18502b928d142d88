/// One request, whose answer has begun: its head is there, and its body is read as it comes.
package final class HTTPExchange {
    /// How the end of the body is known (RFC 9112, section 6.3).
    enum Framing {
        case none
        /// Bytes that are to come.
        case counted(Int)
        case chunked(ChunkedBody)
        case untilTheEnd
    }

    /// HTTP status: 101, or 200 to 599.
    package var status: Int { head.status }
    let head: ReplyHead
    private var socket: ClientSocket
    private var framing: Framing
    private let host: String
    private let port: UInt16

    init(
        _ head: ReplyHead,
        _ framing: Framing,
        on socket: consuming ClientSocket,
        to host: String,
        _ port: UInt16
    ) {
        self.head = head
        self.framing = framing
        self.socket = socket
        self.host = host
        self.port = port
    }

    /// The value of the first header of this name, which must be in lower case.
    package func header(_ name: String) -> String? {
        head.value(of: name)
    }

    /// The next part of the body; `nil`: it has ended. What comes later has until `time` from now; without
    /// one, what the request was given.
    package func next(
        within time: Duration? = nil
    ) throws(HTTPClientError) -> [UInt8]? {
        if let time { socket.allow(time) }
        switch framing {
        case .none, .counted(0):
            return nil
        case .untilTheEnd:
            return try socket.readSome()
        case .counted(let count):
            guard let part = try socket.readSome(atMost: count) else { throw cutOff }
            framing = .counted(count - part.count)
            return part
        case .chunked(var chunks):
            while !chunks.isOver {
                guard let bytes = try socket.readSome() else { throw cutOff }
                let part = chunks.decode(bytes)
                framing = .chunked(chunks)
                guard !chunks.isBroken else {
                    throw HTTPClientError(.malformed, of: host, port, "broke a chunk of its answer")
                }
                if !part.isEmpty { return part }
            }
            return nil
        }
    }

    private var cutOff: HTTPClientError {
        HTTPClientError(.malformed, of: host, port, "ended its answer too early")
    }
}
