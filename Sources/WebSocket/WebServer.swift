import CSupport
import CWebSockets
import Glibc

/// An HTTP and WebSocket server: one event loop of libwebsockets in the thread that calls `run`.
///
/// It knows bytes and peers. Only `wake()` and `stop()` may be called from any thread; everything
/// else belongs to the thread in `run`, that is, to the delegate's methods.
package final class WebServer: @unchecked Sendable {
    // Safe to share: `loop` may be used from any thread, `port`, `address` and `limits` never change; all
    // else is touched in `init`, `run` and the callbacks only.

    /// The port it listens on, also when the system chose it.
    package let port: UInt16
    /// How many connections it takes at once: as wished, or as the process's limit on descriptors allows.
    package var mostConnections: Int { limits.connections }
    /// The port for TLS, `nil` where there is none; never changes once the server is made.
    package private(set) var encryptedPort: UInt16?
    /// Counts since the server was made; read on its thread.
    package internal(set) var counters = ServerCounters()

    let limits: ServerLimits
    let subprotocols: [String]
    let address: ListenAddress
    /// Present while `run` runs.
    var delegate: (any ServerDelegate)?
    /// Exchanges that the delegate has been told of and that have not ended.
    var peers: [PeerID: Connection] = [:]
    /// The server says goodbye: nobody new is let in.
    var isLeaving = false
    /// Accepted and still open.
    var connectionCount = 0
    /// Open connections and recent requests by address.
    var addresses: AddressTable
    /// WebSockets that are not read for a moment.
    var paused: Set<PeerID> = []
    var lastPeerNumber: UInt64 = 0
    /// What libwebsockets accepts connections for; valid as long as the context.
    var host: OpaquePointer?
    /// The host for connections over TLS; `nil` where there are none.
    var encryptedHost: OpaquePointer?
    /// The listening socket for TLS.
    var encryptedListening: Int32 = -1
    /// Becomes readable for each beat; present while `run` runs.
    var beatDescriptor: Int32 = -1
    /// Closed for a moment when the process runs out of descriptors, to accept and refuse.
    var spareDescriptor: Int32 = -1
    var nextSweep: Microseconds = 0

    private let memory: LibraryMemory
    private let encryption: EncryptedHost?
    let loop = LibraryLoop()

    /// Binds the address; clients wait until `run`. The first subprotocol that a client offers and
    /// that stands in `subprotocols` is echoed; a client that offers none gets none.
    package init(
        listeningOn address: ListenAddress,
        encrypted: Encryption? = nil,
        subprotocols: [String] = [],
        limits: ServerLimits = ServerLimits()
    ) throws(ServerError) {
        LibraryLog.silenceUnlessRouted()
        let listener = try Listener(on: address)
        port = listener.port
        self.address = ListenAddress(address: address.address, port: listener.port)
        var limits = limits
        limits.connections = DescriptorLimit.connections(atMost: limits.connections)
        self.limits = limits
        self.subprotocols = subprotocols
        addresses = AddressTable(limits)
        encryption = encrypted.map { EncryptedHost($0) }
        memory = LibraryMemory(subprotocols: subprotocols, callback: webServerCallback)
        spareDescriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)

        let context = try openContext()
        host = lws_get_vhost_by_name(context, LibraryMemory.hostName)
        try watch(listener.release())
        if let encrypted { try listen(encrypted, in: context) }
    }

    /// Listens for TLS connections too.
    private func listen(
        _ encrypted: Encryption,
        in context: OpaquePointer
    ) throws(ServerError) {
        let listener = try Listener(on: encrypted.address)
        encryptedPort = listener.port
        encryptedHost = encryption?.make(in: context, memory, limits)
        guard encryptedHost != nil else { throw ServerError(unusable: encrypted) }
        encryptedListening = listener.release()
        try watch(encryptedListening)
    }

    /// Reads certificate and key again from their files, for connections to come, on the server's thread;
    /// false: they cannot be used.
    package func reloadCertificate() -> Bool {
        guard let context = loop.pointer, let encryption else { return false }
        return encryption.reload(in: context)
    }

    deinit {
        loop.close()
        if spareDescriptor >= 0 {
            Glibc.close(spareDescriptor)
        }
    }

    /// Serves until `stop()`, once in its life; the delegate is held and called in this time only.
    package func run(serving delegate: any ServerDelegate) throws(ServerError) {
        guard loop.pointer != nil else { return }
        self.delegate = delegate
        defer {
            loop.close()
            self.delegate = nil
        }
        // Not a timer of libwebsockets: it waits in whole milliseconds, rounded down, and asks the
        // system again and again for the rest of the last one.
        beatDescriptor = hearth_open_periodic_timer(limits.beat.microseconds * 1_000)
        guard beatDescriptor >= 0 else {
            throw ServerError(.failed, at: address, errno: errno)
        }
        try watch(beatDescriptor)
        guard loop.serve() else {
            throw ServerError(libraryFailedAt: address, doing: "wait for clients")
        }
        endConnections()
    }

    /// How long a stop waits for the close frames to go out.
    private static let longestGoodbye = Duration.milliseconds(300)
    /// Going away (RFC 6455, section 7.4.1).
    private static let goingAway: UInt16 = 1001

    /// Tells every WebSocket why it ends; one that does not read ends without.
    private func endConnections() {
        isLeaving = true
        let end = lws_now_usecs() + Self.longestGoodbye.microseconds
        for (peer, connection) in peers {
            guard case .webSocket = connection.stage else { continue }
            connection.queue = OutgoingQueue()
            close(peer, code: Self.goingAway)
        }
        // Once libwebsockets has them, it takes another turn to write them.
        var lastTurns = 3
        loop.serve(while: {
            guard lws_now_usecs() < end, !peers.isEmpty else { return false }
            if peers.values.contains(where: \.owesFarewell) { return true }
            lastTurns -= 1
            return lastTurns >= 0
        })
    }

    /// Makes the loop call `ServerDelegate.woken()` soon; from any thread.
    package func wake() {
        loop.wake()
    }

    /// Makes `run` close all connections and return soon; from any thread, before `run` too.
    package func stop() {
        loop.stop()
    }

    /// Whether the exchange goes on; on the server's thread.
    package func isPresent(_ peer: PeerID) -> Bool {
        peers[peer] != nil
    }

    /// Has `handleReadable` called for a descriptor, which libwebsockets closes at its own end.
    private func watch(_ descriptor: Int32) throws(ServerError) {
        guard LibraryLoop.watch(descriptor, in: host) else {
            throw ServerError(libraryFailedAt: address, doing: "watch a descriptor")
        }
    }

    private func openContext() throws(ServerError) -> OpaquePointer {
        var info = lws_context_creation_info()
        memory.describe(limits, in: &info)
        if encryption != nil { info.options |= EncryptedHost.contextOption }
        info.user = Unmanaged.passUnretained(self).toOpaque()
        let descriptors = DescriptorLimit(forConnections: limits.connections)
        defer { descriptors.restore() }
        guard let context = loop.open(&info) else {
            throw ServerError(libraryFailedAt: address, doing: "start")
        }
        return context
    }
}
