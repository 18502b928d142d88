import CSupport
import CWebSockets
import Glibc
import System

/// WebSocket connections to servers: one event loop of libwebsockets in the thread that calls `run`.
///
/// It knows bytes and connections. Only `wake()` and `stop()` may be called from any thread;
/// everything else belongs to the thread in `run`, that is, to the delegate's methods. The system
/// resolves a host's name within the loop, which waits for it.
package final class WebSocketClient: @unchecked Sendable {
    // Safe to share: `loop` may be used from any thread, `limits` never changes; all else is touched in
    // `init`, `run` and the callbacks only.

    /// Messages beyond the limit, and texts that were no UTF-8, all of them dropped.
    package internal(set) var droppedMessages: UInt64 = 0

    let limits: ClientLimits
    /// Present while `run` runs.
    var delegate: (any WebSocketClientDelegate)?
    var connections: [ConnectionID: OutgoingConnection] = [:]
    /// Ends that happened within a call of the delegate's; reported in the loop's next turn.
    var untoldEnds: [(ConnectionID, ConnectionEnd)] = []
    /// A call to connect is under way: what libwebsockets reports meanwhile is passed on later.
    var isAsking = false
    /// Becomes readable for each beat; present while `run` runs.
    var beatDescriptor: Int32 = -1

    private var lastNumber: UInt = 0
    private let memory = LibraryMemory(subprotocols: [], callback: webSocketClientCallback)
    private var host: OpaquePointer?
    let loop = LibraryLoop()

    /// Prepares the loop; nothing is connected before `run`.
    ///
    /// - Parameter authorities: a PEM file with the authorities of servers with TLS; empty: those of
    ///   the machine; `nil`: no server has TLS, which spares libcrypto's tables.
    package init(
        limits: ClientLimits = ClientLimits(),
        authorities: String? = nil
    ) throws(WebSocketClientError) {
        LibraryLog.silenceUnlessRouted()
        self.limits = limits
        let context = try openContext(authorities)
        host = lws_get_vhost_by_name(context, LibraryMemory.hostName)
    }

    deinit {
        loop.close()
    }

    /// Connects and listens until `stop()`, once in its life; the delegate is held and called in this
    /// time only.
    package func run(for delegate: any WebSocketClientDelegate) throws(WebSocketClientError) {
        guard loop.pointer != nil else { return }
        self.delegate = delegate
        defer {
            // Connections that end with the context are not reported.
            self.delegate = nil
            loop.close()
        }
        try startBeat()
        delegate.started()
        guard loop.serve() else {
            throw WebSocketClientError(doing: "wait for their servers")
        }
    }

    /// Makes the loop call `WebSocketClientDelegate.woken()` soon; from any thread.
    package func wake() {
        loop.wake()
    }

    /// Makes `run` end all connections and return soon; from any thread, before `run` too.
    package func stop() {
        loop.stop()
    }

    /// Asks for a connection; the delegate hears the result later, never within this call.
    package func connect(to address: WebSocketAddress) -> ConnectionID {
        lastNumber += 1
        let id = ConnectionID(number: lastNumber)
        let connection = OutgoingConnection(id, to: address, at: lws_now_usecs())
        connections[id] = connection
        isAsking = true
        defer { isAsking = false }
        guard address.isSendable else {
            finish(connection, .unknownHost)
            return id
        }
        guard connections.count <= limits.connections else {
            finish(connection, .unreachable)
            return id
        }
        let wsi = ask(for: connection)
        guard connections[id] != nil else { return id }
        guard let wsi else {
            // What libwebsockets 4.1 answers to a name that leads nowhere; 4.3 reports it.
            finish(connection, .unknownHost)
            return id
        }
        connection.wsi = wsi
        return id
    }

    /// libwebsockets' record of a connection that is being made; nil where that failed at once.
    private func ask(for connection: OutgoingConnection) -> OpaquePointer? {
        let address = connection.address
        var info = lws_client_connect_info()
        info.context = loop.pointer
        info.vhost = host
        info.port = Int32(address.port)
        // By default libwebsockets follows a redirection to any address.
        info.ssl_connection = Int32(
            bitPattern: LCCSCF_HTTP_NO_FOLLOW_REDIRECT.rawValue
                | (address.isEncrypted ? LCCSCF_USE_SSL.rawValue : 0)
        )
        info.ietf_version_or_minus_one = -1
        info.opaque_user_data = UnsafeMutableRawPointer(bitPattern: connection.id.number)
        // The strings are copied before the call returns.
        return address.host.withCString { host in
            address.authority.withCString { authority in
                address.path.withCString { path in
                    LibraryMemory.defaultProtocol.withCString { local in
                        info.address = host
                        info.host = authority
                        info.path = path
                        info.local_protocol_name = local
                        guard let offered = address.subprotocol else {
                            return lws_client_connect_via_info(&info)
                        }
                        return offered.withCString { offered in
                            info.protocol = offered
                            return lws_client_connect_via_info(&info)
                        }
                    }
                }
            }
        }
    }

    private func startBeat() throws(WebSocketClientError) {
        // Not a timer of libwebsockets: see `WebServer.run(serving:)`.
        beatDescriptor = hearth_open_periodic_timer(limits.beat.microseconds * 1_000)
        guard beatDescriptor >= 0 else {
            throw WebSocketClientError(doing: "open a timer", errno: errno)
        }
        guard LibraryLoop.watch(beatDescriptor, in: host) else {
            throw WebSocketClientError(doing: "watch a timer")
        }
    }

    private func openContext(
        _ authorities: String?
    ) throws(WebSocketClientError) -> OpaquePointer {
        var info = lws_context_creation_info()
        memory.describe(limits, in: &info)
        info.user = Unmanaged.passUnretained(self).toOpaque()
        let path = authorities.flatMap { $0.isEmpty ? nil : strdup($0) }
        defer { free(path) }
        if authorities != nil {
            info.options |= EncryptedHost.contextOption
            info.client_ssl_ca_filepath = UnsafePointer(path)
        }
        guard let context = loop.open(&info) else {
            let files = authorities.flatMap { $0.isEmpty ? nil : " with the certificates in " + $0 }
            throw WebSocketClientError(doing: "start libwebsockets" + (files ?? ""))
        }
        return context
    }
}

/// The user of a ``WebSocketClient``; called on the client's thread, which it must not block.
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

    /// The connection has ended; reported once for each that was asked for, unless the loop ends first.
    func ended(_ connection: ConnectionID, because end: ConnectionEnd)

    /// Called every `ClientLimits.beat`, late rather than twice if the thread was held up.
    func beat()

    /// Another thread called `WebSocketClient.wake()`; several calls may arrive as one.
    func woken()
}

/// What a ``WebSocketClient`` allows the servers that it is connected to.
package struct ClientLimits: Sendable {
    /// Connections at once.
    package var connections = 8
    /// From asking for a connection until it is open, whatever the other side does; the name's
    /// resolution comes before it.
    package var opening: Duration = .seconds(8)
    /// Bytes of one message, its fragments together; a longer one is dropped and counted.
    package var messageBytes = 256 * 1024
    /// Messages that may wait for one server; with one more the connection ends as silent.
    var queuedMessages = 64
    /// After this time without a byte a ping goes out.
    package var pingAfter: Duration = .seconds(20)
    /// After this time without a byte the connection ends.
    package var silentAfter: Duration = .seconds(40)
    /// For the other side's close frame after ours.
    package var farewell: Duration = .seconds(2)
    /// Between two calls of `WebSocketClientDelegate.beat()`; all times above are kept to it.
    package var beat: Duration = .milliseconds(250)

    package init() {}
}

/// Why a ``WebSocketClient`` could not start or go on: the machine lacks memory or descriptors.
package struct WebSocketClientError: Error, Equatable, CustomStringConvertible {
    /// What happened.
    package let description: String

    init(doing what: String, errno number: Int32 = 0) {
        let reason = number == 0 ? "" : ": \(SystemError.words(for: number))"
        description = "connections to other devices failed: could not \(what)\(reason)"
    }
}
