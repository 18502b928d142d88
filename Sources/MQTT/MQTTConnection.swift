import CMosquitto
import Glibc
import System
package import TLS

/// One connection to a broker, from its first packet to its last; owns libmosquitto's handle.
///
/// It belongs to the thread that runs it. Nothing blocks but the look-up of a name, which the system
/// bounds and ``open()`` alone makes.
///
/// ```
/// made ──open──▶ reaching ──CONNACK──▶ connected ──▶ ended
///                   └────────────────────────────────▲
/// ```
package final class MQTTConnection {
    private enum Stage {
        case made
        case reaching
        case connected
        case ended
    }

    private let mosquitto: OpaquePointer
    private let options: MQTTOptions
    private let tls: TLSContext?
    private var stage = Stage.made
    /// TCP is connected; until then the socket shows that by becoming writable.
    private var hasTCP = false
    private var events: [MQTTEvent] = []
    /// How often libmosquitto has to be called: it counts in seconds.
    private static let longestWait = Duration.seconds(1)
    /// Packets that are read in one turn.
    private static let mostPackets = 16

    /// - Parameter tls: `nil`: in the clear, for a broker on this machine.
    package init(_ options: MQTTOptions, tls: TLSContext?) throws(MQTTEnd) {
        Self.startLibrary()
        guard let mosquitto = mosquitto_new(options.clientID, true, nil) else {
            throw .unreachable("cannot make a connection: \(SystemError.words(for: errno))")
        }
        self.mosquitto = mosquitto
        self.options = options
        self.tls = tls
        mosquitto_user_data_set(mosquitto, Unmanaged.passUnretained(self).toOpaque())
        mosquitto_connect_callback_set(mosquitto, didConnect)
        mosquitto_message_callback_set(mosquitto, didReceive)
        mosquitto_publish_callback_set(mosquitto, didPublish)
        mosquitto_int_option(mosquitto, MOSQ_OPT_PROTOCOL_VERSION, CInt(MQTT_PROTOCOL_V311))
        mosquitto_int_option(mosquitto, MOSQ_OPT_TCP_NODELAY, 1)
        try check(setCredentials())
        try check(setWill())
        if let tls {
            tls.reset(mostUnfinishedBytes: options.longestRead)
            // Our context unchanged, without libmosquitto's defaults.
            mosquitto_int_option(mosquitto, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0)
            try check(
                mosquitto_void_option(
                    mosquitto,
                    MOSQ_OPT_SSL_CTX,
                    UnsafeMutableRawPointer(tls.handle)
                )
            )
        }
    }

    deinit {
        mosquitto_destroy(mosquitto)
    }

    /// Begins to reach the broker. Blocks where the host is a name, for as long as its look-up takes.
    package func open() {
        guard stage == .made else { return }
        stage = .reaching
        let seconds = CInt(clamping: options.keepAlive.components.seconds)
        let code = mosquitto_connect_async(mosquitto, options.host, CInt(options.port), seconds)
        if code != CInt(MOSQ_ERR_SUCCESS.rawValue) { end(code) }
    }

    /// Asks for a topic's messages.
    package func subscribe(to topic: String, quality: MQTTMessage.Quality = .atMostOnce) {
        guard stage == .connected else { return }
        let code = mosquitto_subscribe(mosquitto, nil, topic, quality.rawValue)
        if code != CInt(MOSQ_ERR_SUCCESS.rawValue) { end(code) }
    }

    /// Sends a message; the answer is what ``MQTTEvent/published(id:)`` will name, `nil` where there is
    /// no connection.
    @discardableResult
    package func publish(_ message: MQTTMessage) -> CInt? {
        guard stage == .connected else { return nil }
        var id: CInt = 0
        let code = mosquitto_publish(
            mosquitto,
            &id,
            message.topic,
            CInt(clamping: message.payload.count),
            message.payload,
            message.quality.rawValue,
            message.isRetained
        )
        guard code == CInt(MOSQ_ERR_SUCCESS.rawValue) else {
            end(code)
            return nil
        }
        return id
    }

    /// Says goodbye, so that the broker does not publish the will, and ends.
    package func close() {
        guard stage != .ended else { return }
        if stage == .connected { mosquitto_disconnect(mosquitto) }
        stage = .ended
        events = []
    }

    // MARK: Served by the thread that waits for it

    /// What `poll` is to watch; -1: nothing.
    package var descriptor: CInt { isOpen ? mosquitto_socket(mosquitto) : -1 }

    /// What `poll` is to watch it for.
    package var interest: Int16 { Int16(POLLIN | (wantsToWrite ? POLLOUT : 0)) }

    /// How long it need not be served while its socket is not ready.
    package var rest: Duration { events.isEmpty ? Self.longestWait : .zero }

    /// Serves the connection once `poll` has found the socket `ready` (0: only time passed, which
    /// it must be told each second) and returns what happened.
    package func serve(_ ready: Int16) -> [MQTTEvent] {
        let socket = descriptor
        if socket >= 0 { serve(socket, CInt(ready)) }
        defer { events = [] }
        return events
    }

    private var isOpen: Bool { stage == .reaching || stage == .connected }

    private var wantsToWrite: Bool { !hasTCP || mosquitto_want_write(mosquitto) }

    private func serve(_ socket: CInt, _ ready: CInt) {
        if !hasTCP, ready != 0 {
            if let words = Self.failure(of: socket) { return end(.unreachable(words)) }
            hasTCP = true
        }
        var code = CInt(MOSQ_ERR_SUCCESS.rawValue)
        // Reading goes on with the TLS handshake too, whichever way that waits.
        if ready != 0, stage == .reaching || ready & CInt(POLLIN | POLLERR | POLLHUP) != 0 {
            code = read(socket)
        }
        if code == CInt(MOSQ_ERR_SUCCESS.rawValue), hasTCP, mosquitto_want_write(mosquitto) {
            code = mosquitto_loop_write(mosquitto, 1)
        }
        if code == CInt(MOSQ_ERR_SUCCESS.rawValue) { code = mosquitto_loop_misc(mosquitto) }
        if code != CInt(MOSQ_ERR_SUCCESS.rawValue) {
            end(code)
        } else if mosquitto_socket(mosquitto) < 0 {
            end(CInt(MOSQ_ERR_CONN_LOST.rawValue))
        } else if stage == .reaching, ready & CInt(POLLERR | POLLHUP) != 0 {
            // libmosquitto treats any failure below TLS as a wait, and would be called forever.
            end(CInt(MOSQ_ERR_CONN_REFUSED.rawValue))
        }
    }

    /// Reads what has come, one packet a call, up to a limit.
    private func read(_ socket: CInt) -> CInt {
        var code = mosquitto_loop_read(mosquitto, 1)
        for _ in 1..<Self.mostPackets where stage == .connected {
            var more = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard code == CInt(MOSQ_ERR_SUCCESS.rawValue), poll(&more, 1, 0) > 0 else { break }
            code = mosquitto_loop_read(mosquitto, 1)
        }
        return code
    }

    // MARK: The end

    /// Reports the end; a reason that we know ourselves wins over libmosquitto's.
    private func end(_ code: CInt) {
        let reason = code == CInt(MOSQ_ERR_ERRNO.rawValue) ? errno : 0
        if let refusal = tls?.refusal { return end(.untrusted(refusal)) }
        if let tls, tls.isFlooded { return end(.flooded(bytes: tls.unfinishedBytes)) }
        let words = Self.words(code, reason)
        end(stage == .connected ? .lost(words) : .unreachable(words))
    }

    private func end(_ end: MQTTEnd) {
        guard stage != .ended else { return }
        stage = .ended
        events.append(.ended(end))
    }

    private func check(_ code: CInt) throws(MQTTEnd) {
        guard code == CInt(MOSQ_ERR_SUCCESS.rawValue) else {
            throw .unreachable(Self.words(code, 0))
        }
    }

    private static func words(_ code: CInt, _ errno: CInt) -> String {
        if errno != 0 { return SystemError.words(for: errno) }
        let text = mosquitto_strerror(code).map { String(cString: $0) } ?? "error \(code)"
        // To stand within a sentence.
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private static func failure(of socket: CInt) -> String? {
        var number: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        getsockopt(socket, SOL_SOCKET, SO_ERROR, &number, &length)
        return number == 0 ? nil : SystemError.words(for: number)
    }

    // MARK: Setting up

    /// libmosquitto must be initialised once, before anything else. It is never shut down, because
    /// others may still use it.
    private static func startLibrary() { _ = libraryCode }
    private static let libraryCode = mosquitto_lib_init()

    private func setCredentials() -> CInt {
        guard !options.username.isEmpty else { return CInt(MOSQ_ERR_SUCCESS.rawValue) }
        return mosquitto_username_pw_set(mosquitto, options.username, options.password)
    }

    private func setWill() -> CInt {
        guard let will = options.will else { return CInt(MOSQ_ERR_SUCCESS.rawValue) }
        return mosquitto_will_set(
            mosquitto,
            will.topic,
            CInt(clamping: will.payload.count),
            will.payload,
            will.quality.rawValue,
            will.isRetained
        )
    }

    // MARK: What libmosquitto tells, within the calls above

    fileprivate func answered(code: CInt) {
        guard stage == .reaching else { return }
        guard code == 0 else { return end(.refused(MQTTRefusal(code: code))) }
        stage = .connected
        events.append(.connected)
    }

    fileprivate func received(_ message: mosquitto_message) {
        tls?.messageEnded()
        guard stage == .connected, let topic = message.topic.map({ String(cString: $0) }) else {
            return
        }
        let count = Int(message.payloadlen)
        guard count <= options.longestMessage else {
            return events.append(.oversized(topic: topic, bytes: count))
        }
        let payload = Array(UnsafeRawBufferPointer(start: message.payload, count: count))
        let quality = MQTTMessage.Quality(rawValue: message.qos) ?? .atMostOnce
        events.append(
            .message(MQTTMessage(topic, payload, quality: quality, isRetained: message.retain))
        )
    }

    fileprivate func confirmed(_ id: CInt) {
        events.append(.published(id: id))
    }
}

private func connection(_ context: UnsafeMutableRawPointer?) -> MQTTConnection? {
    context.map { Unmanaged<MQTTConnection>.fromOpaque($0).takeUnretainedValue() }
}

private func didConnect(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ code: CInt) {
    connection(context)?.answered(code: code)
}

private func didReceive(
    _: OpaquePointer?,
    _ context: UnsafeMutableRawPointer?,
    _ message: UnsafePointer<mosquitto_message>?
) {
    guard let message else { return }
    connection(context)?.received(message.pointee)
}

private func didPublish(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ id: CInt) {
    connection(context)?.confirmed(id)
}
