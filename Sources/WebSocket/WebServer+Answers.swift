import CWebSockets
import Glibc

extension WebServer {
    /// Bytes that libwebsockets holds aside for this long are the stream's own: those of other
    /// connections go with the loop's next turns, and a timer that is due, which libwebsockets 4.3
    /// reports in the same way, passes within a millisecond.
    private static let doubt: Duration = .milliseconds(20)
    /// How long a refused client may go on sending before it is cut off.
    private static let lingering: Duration = .seconds(5)

    /// Answers a request whose verdict was to do so later; says whether it was still waiting.
    @discardableResult
    package func respond(to peer: PeerID, with response: Response) -> Bool {
        guard let connection = peers[peer], !connection.isDoomed else { return false }
        switch connection.stage {
        case .awaitingAnswer:
            lws_rx_flow_control(connection.wsi, 1)
        case .receivingBody, .uploading:
            break
        case .idle, .upgrading, .webSocket, .streaming, .answering, .lingering, .ended:
            return false
        }
        if answer(response, on: connection) == .close {
            // A connection can be closed only in its own callback: ask for one.
            connection.stage = .ended
            lws_callback_on_writable(connection.wsi)
        }
        return true
    }

    /// Answers; the first piece goes out at once, so that a client that closes its sending side
    /// right after the request still gets it.
    func answer(_ response: Response, on connection: Connection) -> Continuation {
        connection.stage = .answering(writer(of: response, on: connection))
        return writeAnswer(on: connection)
    }

    /// Answers in one go where the connection ends with this callback.
    func answerAndClose(_ response: Response, on connection: Connection) -> Continuation {
        var writer = ResponseWriter(response, closes: true, sendsBody: !connection.isHeadOnly)
        endExchange(on: connection)
        while !writer.isDone {
            guard writeNext(of: &writer, on: connection) == .keep else { break }
        }
        return .close
    }

    /// Writes the next piece of an answer or stream: the connection is writable.
    func writeAnswer(on connection: Connection) -> Continuation {
        switch connection.stage {
        case .answering(var writer):
            if !writer.isDone {
                guard writeNext(of: &writer, on: connection) == .keep else { return .close }
                connection.stage = .answering(writer)
            }
            if writer.isDone {
                return finishAnswer(writer, on: connection)
            }
            connection.waitingSince = lws_now_usecs()
            lws_callback_on_writable(connection.wsi)
            return .keep
        case .streaming:
            return writeStream(on: connection)
        case .ended:
            return .close
        case .idle, .upgrading, .webSocket, .receivingBody, .uploading, .awaitingAnswer, .lingering:
            return .keep
        }
    }

    /// One write to libwebsockets, which keeps a copy of what the system does not take.
    func write(
        _ bytes: OutgoingBytes,
        as kind: lws_write_protocol,
        on connection: Connection
    ) -> Continuation {
        let start = bytes.payload.assumingMemoryBound(to: UInt8.self)
        return lws_write(connection.wsi, start, bytes.count, kind) < 0 ? .close : .keep
    }

    /// Sends the head of a stream and leaves it open.
    func openStream(_ response: Response, on connection: Connection) -> Continuation {
        guard let peer = connection.peer, !connection.isHeadOnly else {
            var head = response
            head.closesConnection = true
            return answer(head, on: connection)
        }
        guard connection.unreadBody == 0 else {
            return answer(
                refusal(400, "unwanted_body", "A request for a stream must have no body."),
                on: connection
            )
        }
        let head = ResponseHead.bytes(of: response, contentLength: nil, closes: true)
        guard write(OutgoingBytes(head), as: LWS_WRITE_HTTP_HEADERS, on: connection) == .keep else {
            return .close
        }
        // A stream may stay silent for any time.
        lws_set_timeout(connection.wsi, NO_PENDING_TIMEOUT, 0)
        lws_http_headers_detach(connection.wsi)
        connection.stage = .streaming
        lws_callback_on_writable(connection.wsi)
        delegate?.didOpen(peer)
        return .keep
    }

    private func writeStream(on connection: Connection) -> Continuation {
        if let bytes = connection.queue.removeFirst() {
            connection.waitingSince = lws_now_usecs()
            lws_callback_on_writable(connection.wsi)
            counters.sentMessages += 1
            return write(bytes, as: LWS_WRITE_HTTP, on: connection)
        }
        connection.waitingSince = nil
        if connection.closingCode != nil {
            return .close
        }
        if mayHaveBytesAside(connection) {
            // Nothing may follow the request of a stream; bytes that do keep the loop busy.
            let now = lws_now_usecs()
            let since = connection.inDoubtSince ?? now
            connection.inDoubtSince = since
            lws_callback_on_writable(connection.wsi)
            return now - since > Self.doubt.microseconds ? .close : .keep
        }
        connection.inDoubtSince = nil
        // Between messages nothing is read: libwebsockets does not look at what a client says in a
        // stream and would report its bytes, or its end, again and again. `sweep` notices both.
        lws_rx_flow_control(connection.wsi, 0)
        return .keep
    }

    private func writer(of response: Response, on connection: Connection) -> ResponseWriter {
        // Where the answer overtakes the body, the next request might be read together with the rest
        // of it: see `finishAnswer`.
        let closes = response.closesConnection || connection.unreadBody != 0
        return ResponseWriter(response, closes: closes, sendsBody: !connection.isHeadOnly)
    }

    private func writeNext(
        of writer: inout ResponseWriter,
        on connection: Connection
    ) -> Continuation {
        writer.writeNext { start, count in
            lws_write(connection.wsi, start, count, LWS_WRITE_HTTP) < 0 ? .close : .keep
        }
    }

    /// The last piece has been written. The next request must not be read before this: while one
    /// is under way, libwebsockets puts what it reads aside, and cannot take a body from there.
    private func finishAnswer(_ writer: ResponseWriter, on connection: Connection) -> Continuation {
        if writer.closes && connection.unreadBody != 0 {
            return linger(connection)
        }
        endExchange(on: connection)
        guard !writer.closes else { return .close }
        connection.stage = .idle
        return lws_http_transaction_completed(connection.wsi) == 0 ? .keep : .close
    }

    /// Closes the sending side and drops what still arrives: closing a socket with unread bytes
    /// resets it, and the client might lose its answer.
    private func linger(_ connection: Connection) -> Continuation {
        if lws_partial_buffered(connection.wsi) != 0 {
            connection.waitingSince = lws_now_usecs()
            lws_callback_on_writable(connection.wsi)
            return .keep
        }
        endExchange(on: connection)
        connection.stage = .lingering
        shutdown(lws_get_socket_fd(connection.wsi), Int32(SHUT_WR))
        lws_set_timer_usecs(connection.wsi, Self.lingering.microseconds)
        return .keep
    }
}
