import CWebSockets
import Glibc

/// libwebsockets' callback: finds the connection that an event concerns and hands the event on.
func webSocketClientCallback(
    _ wsi: OpaquePointer?,
    _ reason: lws_callback_reasons,
    _ user: UnsafeMutableRawPointer?,
    _ input: UnsafeMutableRawPointer?,
    _ length: Int
) -> Int32 {
    guard let wsi, let owner = lws_context_user(lws_get_context(wsi)) else { return 0 }
    let client = Unmanaged<WebSocketClient>.fromOpaque(owner).takeUnretainedValue()
    if reason == LWS_CALLBACK_EVENT_WAIT_CANCELLED {
        client.interrupted()
        return 0
    }
    if reason == LWS_CALLBACK_RAW_RX_FILE {
        client.beat(of: lws_get_socket_fd(wsi))
        return 0
    }
    // The number, not a pointer: an event after the connection's end finds no connection.
    let number = UInt(bitPattern: lws_get_opaque_user_data(wsi))
    guard let connection = client.connections[ConnectionID(number: number)] else { return 0 }
    if reason == LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER {
        return client.appendHeaders(to: input, room: length, on: connection, wsi)
    }
    let bytes = UnsafeRawBufferPointer(start: input, count: input == nil ? 0 : length)
    return client.handle(reason, bytes, on: connection, wsi)
}

extension WebSocketClient {
    private static let keep: Int32 = 0
    private static let close: Int32 = -1

    /// One event of one connection.
    func handle(
        _ reason: lws_callback_reasons,
        _ bytes: UnsafeRawBufferPointer,
        on connection: OutgoingConnection,
        _ wsi: OpaquePointer
    ) -> Int32 {
        switch reason {
        case LWS_CALLBACK_CLIENT_ESTABLISHED:
            return opened(connection, wsi)
        case LWS_CALLBACK_CLIENT_RECEIVE:
            connection.recordSign(at: lws_now_usecs())
            return pieceArrived(bytes, on: connection, wsi)
        case LWS_CALLBACK_CLIENT_RECEIVE_PONG:
            connection.recordSign(at: lws_now_usecs())
        case LWS_CALLBACK_CLIENT_WRITEABLE:
            return write(on: connection, wsi)
        case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
            connection.end = connection.end ?? Self.closingEnd(in: bytes)
        case LWS_CALLBACK_OPENSSL_PERFORM_SERVER_CERT_VERIFICATION:
            // OpenSSL's verdict, as a length; the answer does not overrule it.
            if bytes.isEmpty { connection.isCertificateRefused = true }
        case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
            let status = Int(lws_http_client_http_response(wsi))
            let words = String(decoding: bytes, as: UTF8.self)
            finish(connection, Self.failure(of: connection, status: status, words))
        case LWS_CALLBACK_CLIENT_CLOSED, LWS_CALLBACK_WSI_DESTROY:
            finish(connection, .lost)
        default:
            break
        }
        return Self.keep
    }

    /// Ends the connection, for the reason recorded in it or else for this one.
    func finish(_ connection: OutgoingConnection, _ end: ConnectionEnd) {
        guard connections.removeValue(forKey: connection.id) != nil else { return }
        let end = connection.end ?? end
        guard isAsking else {
            delegate?.ended(connection.id, because: end)
            return
        }
        untoldEnds.append((connection.id, end))
        loop.interrupt()
    }

    /// The loop was woken: by another thread, or by this one to report the ends that wait.
    func interrupted() {
        let ends = untoldEnds
        untoldEnds = []
        for (id, end) in ends { delegate?.ended(id, because: end) }
        if loop.collectWake() { delegate?.woken() }
    }

    private func opened(_ connection: OutgoingConnection, _ wsi: OpaquePointer) -> Int32 {
        guard !connection.isDoomed, case .opening = connection.stage else { return Self.close }
        connection.wsi = wsi
        connection.stage = .open
        connection.since = lws_now_usecs()
        connection.recordSign(at: connection.since)
        delegate?.opened(connection.id)
        return Self.keep
    }

    /// Writes the request's own headers after libwebsockets'; `place` is where its pointer to the next
    /// byte stands.
    func appendHeaders(
        to place: UnsafeMutableRawPointer?,
        room: Int,
        on connection: OutgoingConnection,
        _ wsi: OpaquePointer
    ) -> Int32 {
        connection.hasAsked = true
        typealias Position = UnsafeMutablePointer<UInt8>
        guard let next = place?.assumingMemoryBound(to: Position?.self), let start = next.pointee
        else { return Self.close }
        for header in connection.address.headers {
            let name = header.name.lowercased() + ":"
            let result = name.withCString { name in
                lws_add_http_header_by_name(
                    wsi,
                    UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self),
                    header.value,
                    Int32(clamping: header.value.utf8.count),
                    next,
                    start + room
                )
            }
            guard result == 0 else { return Self.close }
        }
        return Self.keep
    }

    private static func closingEnd(in bytes: UnsafeRawBufferPointer) -> ConnectionEnd {
        // RFC 6455 section 5.5.1: two bytes of status, then the reason; 7.1.5: 1005 for none.
        guard bytes.count >= 2 else { return .closed(code: 1005, reason: "") }
        let code = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        return .closed(code: code, reason: String(decoding: bytes.dropFirst(2), as: UTF8.self))
    }

    /// What a failure to connect means. Only libwebsockets' text tells that a name has no address
    /// (`getaddrinfo`, or `DNS` in newer versions).
    private static func failure(
        of connection: OutgoingConnection,
        status: Int,
        _ words: String
    ) -> ConnectionEnd {
        if status != 0, status != 101 { return .refused(status: status) }
        if connection.hasAsked { return .noWebSocket }
        if connection.isCertificateRefused {
            return .untrusted("no trusted authority has signed it for this name, or it has expired")
        }
        if connection.address.isEncrypted, words.contains("SSL") || words.contains("tls") {
            return .noWebSocket
        }
        let isName = words.contains("getaddrinfo") || words.contains("DNS")
        return isName ? .unknownHost : .unreachable
    }

    /// The beat's timer is readable: a beat is due. Beats missed while the thread was held up count
    /// as one.
    func beat(of timer: Int32) {
        var passed: UInt64 = 0
        guard read(timer, &passed, MemoryLayout<UInt64>.size) > 0 else { return }
        let now = lws_now_usecs()
        for connection in Array(connections.values) where !connection.isDoomed {
            judge(connection, at: now)
        }
        delegate?.beat()
    }

    /// Ends a connection that takes too long, and pings a silent one.
    private func judge(_ connection: OutgoingConnection, at now: Microseconds) {
        let age = now - connection.since
        switch connection.stage {
        case .opening:
            if age > limits.opening.microseconds { closeSoon(connection, .timedOut) }
        case .closing:
            if age > limits.farewell.microseconds { closeSoon(connection, .closedHere) }
        case .open:
            let silence = now - connection.heardAt
            if silence > limits.silentAfter.microseconds {
                closeSoon(connection, .silent)
            } else if silence > limits.pingAfter.microseconds, case .none = connection.ping {
                connection.ping = .due
                askToWrite(on: connection)
            }
        }
    }
}
