import CWebSockets
import Glibc
import Pacing
import SwitchCore

/// libwebsockets' callback: finds the connection that an event concerns and hands the event on.
func webServerCallback(
    _ wsi: OpaquePointer?,
    _ reason: lws_callback_reasons,
    _ user: UnsafeMutableRawPointer?,
    _ input: UnsafeMutableRawPointer?,
    _ length: Int
) -> Int32 {
    guard let wsi, let owner = lws_context_user(lws_get_context(wsi)) else { return 0 }
    let server = Unmanaged<WebServer>.fromOpaque(owner).takeUnretainedValue()
    if reason == LWS_CALLBACK_EVENT_WAIT_CANCELLED {
        // Reported once for each subprotocol; the first report handles it.
        if server.loop.collectWake() {
            server.delegate?.woken()
        }
        return 0
    }
    if reason == LWS_CALLBACK_RAW_RX_FILE {
        server.handleReadable(lws_get_socket_fd(wsi))
        return 0
    }
    guard let opaque = lws_get_opaque_user_data(wsi) else { return 0 }
    let connection = Unmanaged<Connection>.fromOpaque(opaque).takeUnretainedValue()
    // The name of an upgrade comes as a C string, without its length.
    let isName = reason == LWS_CALLBACK_HTTP_CONFIRM_UPGRADE
    let count = input.map { isName ? strlen($0) : length } ?? 0
    let bytes = UnsafeRawBufferPointer(start: input, count: count)
    return server.handle(reason, bytes, on: connection).code
}

extension WebServer {
    /// What libwebsockets is to do with a connection after a callback.
    enum Continuation {
        case keep
        case close

        var code: Int32 {
            switch self {
            case .keep: 0
            case .close: -1
            }
        }
    }

    /// One of the descriptors that are no connection is readable.
    func handleReadable(_ descriptor: Int32) {
        if descriptor == beatDescriptor {
            beat(of: descriptor)
        } else {
            acceptWaiting(at: descriptor)
        }
    }

    /// One event of one connection.
    func handle(
        _ reason: lws_callback_reasons,
        _ bytes: UnsafeRawBufferPointer,
        on connection: Connection
    ) -> Continuation {
        switch reason {
        case LWS_CALLBACK_HTTP_BODY, LWS_CALLBACK_HTTP_BODY_COMPLETION,
            LWS_CALLBACK_HTTP_WRITEABLE, LWS_CALLBACK_RECEIVE, LWS_CALLBACK_SERVER_WRITEABLE:
            // The timer that would end the connection is also the body's, which stops it.
            return connection.isDoomed ? .close : progress(reason, bytes, on: connection)
        case LWS_CALLBACK_HTTP:
            return requestArrived(on: connection)
        case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
            return upgradeAsked(to: String(decoding: bytes, as: UTF8.self), connection)
        case LWS_CALLBACK_ESTABLISHED:
            return webSocketOpened(on: connection)
        case LWS_CALLBACK_TIMER:
            timerFired(on: connection)
            return .keep
        case LWS_CALLBACK_WSI_DESTROY:
            connectionEnded(connection)
            return .keep
        case LWS_CALLBACK_RAW_ADOPT, LWS_CALLBACK_RAW_RX:
            // A CONNECT request turns a connection into a raw one; this is no proxy.
            return .close
        default:
            return .keep
        }
    }

    /// An event that moves bytes.
    private func progress(
        _ reason: lws_callback_reasons,
        _ bytes: UnsafeRawBufferPointer,
        on connection: Connection
    ) -> Continuation {
        switch reason {
        case LWS_CALLBACK_HTTP_BODY:
            bodyArrived(bytes, on: connection)
        case LWS_CALLBACK_HTTP_BODY_COMPLETION:
            bodyArrivedWhole(on: connection)
        case LWS_CALLBACK_HTTP_WRITEABLE:
            writeAnswer(on: connection)
        case LWS_CALLBACK_RECEIVE:
            messagePieceArrived(bytes, on: connection)
        default:
            writeMessage(on: connection)
        }
    }

    /// Queues a text message for a WebSocket, or the next bytes of an event stream, and says
    /// whether the peer is open; the bytes are shared, not copied.
    @discardableResult
    package func send(_ bytes: OutgoingBytes, to peer: PeerID) -> Bool {
        guard let connection = peers[peer], !connection.isDoomed, connection.closingCode == nil
        else { return false }
        switch connection.stage {
        case .webSocket:
            break
        case .streaming:
            lws_rx_flow_control(connection.wsi, 1)
        case .idle, .upgrading, .receivingBody, .uploading, .awaitingAnswer, .answering,
            .lingering, .ended:
            return false
        }
        guard connection.queue.count < limits.queuedMessages else {
            counters.undrainedPeers += 1
            closeSoon(connection)
            return false
        }
        connection.queue.append(bytes)
        if connection.waitingSince == nil {
            connection.waitingSince = lws_now_usecs()
        }
        lws_callback_on_writable(connection.wsi)
        return true
    }

    /// Closes a WebSocket with this status code (RFC 6455 section 7.4), or an event stream, once
    /// what is queued has gone; a client that waits for its answer is cut off at once.
    package func close(_ peer: PeerID, code: UInt16 = 1000) {
        guard let connection = peers[peer], !connection.isDoomed else { return }
        switch connection.stage {
        case .webSocket:
            connection.closingCode = code
            lws_callback_on_writable(connection.wsi)
        case .streaming:
            connection.closingCode = code
            lws_rx_flow_control(connection.wsi, 1)
            lws_callback_on_writable(connection.wsi)
        case .idle, .upgrading, .receivingBody, .uploading, .awaitingAnswer, .answering,
            .lingering, .ended:
            closeSoon(connection)
        }
    }

    /// The 101 has gone out.
    func webSocketOpened(on connection: Connection) -> Continuation {
        guard let delegate, let peer = connection.peer else { return .close }
        connection.stage = .webSocket
        delegate.didOpen(peer)
        return .keep
    }

    /// The WebSocket takes one more message.
    func writeMessage(on connection: Connection) -> Continuation {
        if let bytes = connection.queue.removeFirst() {
            let isLast = connection.queue.isEmpty
            connection.waitingSince = isLast ? nil : lws_now_usecs()
            if !isLast || connection.closingCode != nil {
                lws_callback_on_writable(connection.wsi)
            }
            counters.sentMessages += 1
            return write(bytes, as: LWS_WRITE_TEXT, on: connection)
        }
        if let code = connection.closingCode {
            lws_close_reason(connection.wsi, lws_close_status(UInt32(code)), nil, 0)
            connection.hasSaidFarewell = true
            return .close
        }
        return .keep
    }

    /// A message, or a piece of one, has arrived.
    func messagePieceArrived(
        _ piece: UnsafeRawBufferPointer,
        on connection: Connection
    ) -> Continuation {
        let isLast = lws_is_final_fragment(connection.wsi) != 0
        switch connection.assembler.add(piece, isLast: isLast, limit: limits.messageBytes) {
        case .incomplete:
            break
        case .wholeInPiece:
            deliver(piece, from: connection)
        case .wholeInAssembled:
            let message = connection.assembler.assembled
            connection.assembler.reset()
            message.withUnsafeBytes { deliver($0, from: connection) }
        case .tooLong:
            counters.oversizeMessages += 1
        }
        if isLast { pauseIfTalkative(connection) }
        return .keep
    }

    /// Stops reading a client that has sent more than its share; `resumePaused` goes on.
    private func pauseIfTalkative(_ connection: Connection) {
        guard !connection.messages.spend(at: Instant(lws_now_usecs())), let peer = connection.peer,
            paused.insert(peer).inserted
        else { return }
        counters.pausedPeers += 1
        lws_rx_flow_control(connection.wsi, 0)
    }

    /// Goes on reading the clients that may send again; once a beat.
    func resumePaused(at now: Microseconds) {
        for peer in paused {
            guard let connection = peers[peer], !connection.isDoomed else {
                paused.remove(peer)
                continue
            }
            guard connection.messages.isOpen(at: Instant(now)) else { continue }
            paused.remove(peer)
            lws_rx_flow_control(connection.wsi, 1)
        }
    }

    private func deliver(_ message: UnsafeRawBufferPointer, from connection: Connection) {
        guard let peer = connection.peer, !connection.isDoomed else { return }
        let isBinary = lws_frame_is_binary(connection.wsi) != 0
        guard isBinary || String(validating: message, as: UTF8.self) != nil else {
            counters.invalidTextMessages += 1
            return
        }
        counters.receivedMessages += 1
        delegate?.received(message, isBinary: isBinary, from: peer)
    }
}
