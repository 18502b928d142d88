import CWebSockets

extension WebServer {
    /// A whole head has arrived on a connection that stays HTTP.
    func requestArrived(on connection: Connection) -> Continuation {
        guard case .idle = connection.stage, let delegate else { return .close }
        let (request, defect) = RequestHead.read(from: connection.wsi, isUpgrade: false)
        record(request, on: connection)
        if connection.isReused && connection.unreadBody != 0 && mayHaveBytesAside(connection) {
            // It may have come together with the request before and been put aside. libwebsockets
            // would hand over its head as the body and spin when that ends (4.1.6 and 4.3.5, the
            // loop at the end of lws_http_action). If the bytes are another's, a client is sent
            // away unanswered; that takes two coincidences.
            return answerAndClose(
                refusal(503, "asked_too_soon", "Wait for each answer before the next request."),
                on: connection
            )
        }
        let peer = beginExchange(on: connection)
        guard addresses.mayAsk(connection.address, at: lws_now_usecs()) else {
            counters.overRequestRate += 1
            return answer(tooManyRequests, on: connection)
        }
        if let defect {
            connection.unreadBody = 0
            return answer(refusal(of: defect), on: connection)
        }
        switch delegate.judge(request, from: peer) {
        case .upgrade:
            return answer(
                refusal(400, "no_upgrade", "This request does not ask for a WebSocket."),
                on: connection
            )
        case .respond(let response):
            return answer(response, on: connection)
        case .respondLater:
            connection.stage = .awaitingAnswer
            pauseUntilAnswered(connection)
            return .keep
        case .receiveBody(let limit):
            let body = Connection.Body(of: request)
            return expect(.receivingBody(body), atMost: limit, of: request, on: connection)
        case .upload(let limit):
            return expect(.uploading, atMost: limit, of: request, on: connection)
        case .stream(let response):
            return openStream(response, on: connection)
        }
    }

    /// A head asks for another protocol; whatever is refused here is answered in one write, because
    /// libwebsockets ends the connection right after.
    func upgradeAsked(to name: String, _ connection: Connection) -> Continuation {
        let isWebSocket = name.lowercased() == "websocket"
        // libwebsockets refuses every other protocol but HTTP/2, which some clients offer with each
        // first request and do not need.
        guard isWebSocket || name.lowercased() == "h2c", case .idle = connection.stage,
            let delegate
        else { return .close }
        let (request, defect) = RequestHead.read(from: connection.wsi, isUpgrade: isWebSocket)
        record(request, on: connection)
        if let defect {
            return answerAndClose(refusal(of: defect), on: connection)
        }
        guard addresses.mayAsk(connection.address, at: lws_now_usecs()) else {
            counters.overRequestRate += 1
            return answerAndClose(tooManyRequests, on: connection)
        }
        guard !isWebSocket || request.method == .get else {
            return answerAndClose(
                refusal(405, "wrong_method", "A WebSocket begins with GET."),
                on: connection
            )
        }
        let peer = beginExchange(on: connection)
        switch delegate.judge(request, from: peer) {
        case .upgrade where isWebSocket:
            guard canSpeak(oneOf: request.subprotocols) else {
                return answerAndClose(refusal(ofSubprotocolsBut: subprotocols), on: connection)
            }
            connection.stage = .upgrading
            return .keep
        case .respond(let response):
            return answerAndClose(response, on: connection)
        case .upgrade, .respondLater, .receiveBody, .upload, .stream:
            let response = refusal(
                501,
                "unknown_upgrade",
                "Ask again without Upgrade: \(name)."
            )
            return answerAndClose(response, on: connection)
        }
    }

    /// Whether libwebsockets may have read more of this connection than it has used. It says only
    /// that it has for some connection; 4.3 says the same where a timer is due within a millisecond.
    func mayHaveBytesAside(_ connection: Connection) -> Bool {
        lws_service_adjust_timeout(lws_get_context(connection.wsi), 1, 0) == 0
    }

    private func canSpeak(oneOf offered: [String]) -> Bool {
        offered.isEmpty || offered.contains { subprotocols.contains($0) }
    }

    private func record(_ request: RequestHead, on connection: Connection) {
        connection.isHeadOnly = request.method == .head
        let mayHaveBody =
            switch request.method {
            case .post, .put, .patch: true
            case .get, .head, .delete, .options: false
            }
        connection.unreadBody = request.contentLength ?? (mayHaveBody ? nil : 0)
        connection.hasWholeBody = false
    }

    /// Begins to receive a body of at most `limit` bytes.
    private func expect(
        _ stage: Connection.Stage,
        atMost limit: Int,
        of request: RequestHead,
        on connection: Connection
    ) -> Continuation {
        guard let length = request.contentLength else {
            return answer(
                refusal(411, "no_length", "Say with Content-Length how long the body is."),
                on: connection
            )
        }
        guard length <= limit else {
            return answer(
                refusal(413, "too_large", "The body may have \(limit) bytes at most."),
                on: connection
            )
        }
        connection.stage = stage
        if length == 0 {
            // libwebsockets reports the end of an empty body for POST only.
            return bodyEnded(on: connection)
        }
        if RequestHead.expectsContinue(connection.wsi) {
            let go = OutgoingBytes("HTTP/1.1 100 Continue\r\n\r\n")
            return write(go, as: LWS_WRITE_HTTP_HEADERS, on: connection)
        }
        return .keep
    }

    /// A piece of the body has arrived.
    func bodyArrived(_ bytes: UnsafeRawBufferPointer, on connection: Connection) -> Continuation {
        if let unread = connection.unreadBody {
            connection.unreadBody = max(0, unread - bytes.count)
        }
        switch connection.stage {
        case .receivingBody(let body):
            body.bytes.append(contentsOf: bytes)
        case .uploading:
            if bytes.count > 0, let peer = connection.peer,
                let response = delegate?.receivedPart(bytes, from: peer)
            {
                return answer(response, on: connection)
            }
        case .idle, .upgrading, .webSocket, .streaming, .awaitingAnswer, .answering,
            .lingering, .ended:
            // Dropped: nobody wants it, but the client has to reach its answer.
            break
        }
        return .keep
    }

    /// The last of the body has arrived; also reported for bodies that nobody wants.
    func bodyArrivedWhole(on connection: Connection) -> Continuation {
        guard !connection.hasWholeBody else {
            // Reported again and again where bytes follow that are no part of it: the client asks
            // before it has its answer.
            return .close
        }
        connection.hasWholeBody = true
        return bodyEnded(on: connection)
    }

    /// The whole body is there, or none was announced.
    private func bodyEnded(on connection: Connection) -> Continuation {
        connection.unreadBody = 0
        guard let delegate, let peer = connection.peer else {
            if case .lingering = connection.stage {
                return .close
            }
            return .keep
        }
        let response: Response?
        switch connection.stage {
        case .receivingBody(let body):
            connection.stage = .awaitingAnswer
            response = delegate.receivedBody(body.bytes, of: body.request, from: peer)
        case .uploading:
            connection.stage = .awaitingAnswer
            response = delegate.uploadEnded(from: peer)
        case .idle, .upgrading, .webSocket, .streaming, .awaitingAnswer, .answering,
            .lingering, .ended:
            return .keep
        }
        guard case .awaitingAnswer = connection.stage else { return .keep }
        if let response {
            return answer(response, on: connection)
        }
        pauseUntilAnswered(connection)
        return .keep
    }

    /// Stops reading: libwebsockets does not read in this state and would find the same bytes, or
    /// the client's farewell, ready again and again.
    private func pauseUntilAnswered(_ connection: Connection) {
        lws_set_timeout(connection.wsi, NO_PENDING_TIMEOUT, 0)
        lws_rx_flow_control(connection.wsi, 0)
    }
}

extension WebServer {
    /// What the delegate makes of a refusal of the server's own.
    func refusal(_ status: Int, _ code: String, _ message: String) -> Response {
        delegate?.refusal(status, code, message) ?? .text(status, message)
    }

    /// The address asks too often (RFC 6585, section 4).
    private var tooManyRequests: Response {
        var response = refusal(
            429,
            "too_many_requests",
            "Too many requests from your address: ask more slowly."
        )
        response.headers.append(Response.Header("Retry-After", "1"))
        response.closesConnection = true
        return response
    }

    /// Why a request is refused before anyone is asked.
    private func refusal(of defect: RequestHead.Defect) -> Response {
        var response =
            switch defect {
            case .unknownMethod:
                refusal(405, "wrong_method", "This server does not know that method.")
            case .malformedContentLength:
                refusal(400, "bad_length", "Content-Length must be a number.")
            case .chunkedBody:
                refusal(411, "no_length", "Send the body with Content-Length, not in chunks.")
            }
        response.closesConnection = true
        return response
    }

    private func refusal(ofSubprotocolsBut known: [String]) -> Response {
        let names = known.isEmpty ? "none" : known.joined(separator: ", ") + ", or none"
        return refusal(400, "unknown_subprotocol", "The subprotocols known here: \(names).")
    }
}
