import CWebSockets

extension WebSocketClient {
    /// Queues a text message and says whether the connection is open.
    @discardableResult
    package func send(_ bytes: OutgoingBytes, on id: ConnectionID) -> Bool {
        guard let connection = connections[id], !connection.isDoomed,
            case .open = connection.stage
        else { return false }
        guard connection.queue.count < limits.queuedMessages else {
            closeSoon(connection, .silent)
            return false
        }
        connection.queue.append(bytes)
        askToWrite(on: connection)
        return true
    }

    /// Closes a connection with this status (RFC 6455 section 7.4) once the queue is sent; one that
    /// is not open yet is given up. The delegate still hears of the end.
    package func close(_ id: ConnectionID, code: UInt16 = 1000) {
        guard let connection = connections[id], !connection.isDoomed else { return }
        switch connection.stage {
        case .opening:
            closeSoon(connection, .closedHere)
        case .open:
            connection.stage = .closing(code: code)
            connection.since = lws_now_usecs()
            connection.end = connection.end ?? .closedHere
            askToWrite(on: connection)
        case .closing:
            break
        }
    }

    /// Ends a connection from outside its own callbacks, at once and without a close frame.
    func closeSoon(_ connection: OutgoingConnection, _ end: ConnectionEnd) {
        guard !connection.isDoomed else { return }
        connection.isDoomed = true
        connection.end = connection.end ?? end
        guard let wsi = connection.wsi else { return }
        lws_set_timeout(wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC)
    }

    /// Writes one frame: the connection is writable.
    func write(on connection: OutgoingConnection, _ wsi: OpaquePointer) -> Int32 {
        if connection.isDoomed { return -1 }
        if case .due = connection.ping {
            connection.ping = .sent
            // Not the shared empty one: a server in another thread may be writing its headroom.
            return write(OutgoingBytes([]), as: LWS_WRITE_PING, on: connection, wsi)
        }
        if let bytes = connection.queue.removeFirst() {
            return write(bytes, as: LWS_WRITE_TEXT, on: connection, wsi)
        }
        if case .closing(let code) = connection.stage {
            lws_close_reason(wsi, lws_close_status(UInt32(code)), nil, 0)
            return -1
        }
        return 0
    }

    /// A message, or a piece of one, has arrived.
    func pieceArrived(
        _ piece: UnsafeRawBufferPointer,
        on connection: OutgoingConnection,
        _ wsi: OpaquePointer
    ) -> Int32 {
        let isLast = lws_is_final_fragment(wsi) != 0
        switch connection.assembler.add(piece, isLast: isLast, limit: limits.messageBytes) {
        case .incomplete:
            break
        case .wholeInPiece:
            deliver(piece, from: connection, wsi)
        case .wholeInAssembled:
            let message = connection.assembler.assembled
            connection.assembler.reset()
            message.withUnsafeBytes { deliver($0, from: connection, wsi) }
        case .tooLong:
            droppedMessages += 1
        }
        return 0
    }

    private func write(
        _ bytes: OutgoingBytes,
        as kind: lws_write_protocol,
        on connection: OutgoingConnection,
        _ wsi: OpaquePointer
    ) -> Int32 {
        if case .closing = connection.stage {
            lws_callback_on_writable(wsi)
        } else if !connection.queue.isEmpty {
            lws_callback_on_writable(wsi)
        }
        let start = bytes.payload.assumingMemoryBound(to: UInt8.self)
        return lws_write(wsi, start, bytes.count, kind) < 0 ? -1 : 0
    }

    func askToWrite(on connection: OutgoingConnection) {
        if let wsi = connection.wsi { lws_callback_on_writable(wsi) }
    }

    private func deliver(
        _ message: UnsafeRawBufferPointer,
        from connection: OutgoingConnection,
        _ wsi: OpaquePointer
    ) {
        // A connection that is closing reads no more.
        guard !connection.isDoomed, case .open = connection.stage else { return }
        let isBinary = lws_frame_is_binary(wsi) != 0
        guard isBinary || String(validating: message, as: UTF8.self) != nil else {
            droppedMessages += 1
            return
        }
        delegate?.received(message, isBinary: isBinary, on: connection.id)
    }
}
