import CWebSockets
import Glibc

/// Where libwebsockets reports everything; finds out whom it concerns and hands over.
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
        // Comes once for each subprotocol; the first takes the wish.
        if server.takeWake() {
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
            // The timer that is to end it is one with that of the body, which stops it.
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
}
