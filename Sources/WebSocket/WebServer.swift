import CSupport
import CWebSockets
import Glibc
import Synchronization

/// An HTTP and WebSocket server: one event loop of libwebsockets in the thread that calls `run`.
///
/// It knows bytes and peers. Only `wake()` and `stop()` may be called from any thread; everything
/// else belongs to the thread in `run`, that is, to the delegate's methods.
package final class WebServer: @unchecked Sendable {
    // Safe to share: `library` is guarded by its lock, the two flags are atomic, `port`, `address`
    // and `limits` never change; all else is touched in `init`, `run` and the callbacks only.

    /// The port it listens on, also when the system chose it.
    package let port: UInt16
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
    /// The context's own log, where it has one; lives as long as the context.
    private var log: UnsafeMutableRawPointer?
    private let library = Mutex<Library?>(nil)
    private let stopRequested = Atomic(false)
    private let wakeRequested = Atomic(false)

    /// Binds the address; clients wait until `run`. The first subprotocol that a client offers and
    /// that stands in `subprotocols` is echoed; a client that offers none gets none.
    package init(
        listeningOn address: ListenAddress,
        encrypted: Encryption? = nil,
        subprotocols: [String] = [],
        limits: ServerLimits = ServerLimits()
    ) throws(ServerError) {
        LibraryLog.beQuietUnlessRouted()
        let listener = try Listener(on: address)
        port = listener.port
        self.address = ListenAddress(address: address.address, port: listener.port)
        self.limits = limits
        self.subprotocols = subprotocols
        addresses = AddressTable(limits)
        encryption = encrypted.map { EncryptedHost($0) }
        memory = LibraryMemory(subprotocols: subprotocols, callback: webServerCallback)
        spareDescriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)

        let context = try createContext()
        library.withLock { $0 = Library(context: context) }
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
        library.withLock { library in
            guard let library, let encryption else { return false }
            return encryption.reload(in: library.context)
        }
    }

    deinit {
        destroyContext()
        if spareDescriptor >= 0 {
            Glibc.close(spareDescriptor)
        }
    }

    /// Serves until `stop()`, once in its life; the delegate is held and called in this time only.
    package func run(serving delegate: any ServerDelegate) throws(ServerError) {
        guard let context = library.withLock({ $0?.context }) else { return }
        self.delegate = delegate
        defer {
            destroyContext()
            self.delegate = nil
        }
        // Not a timer of libwebsockets: it waits in whole milliseconds, rounded down, and asks the
        // system again and again for the rest of the last one.
        beatDescriptor = hearth_open_periodic_timer(limits.beat.microseconds * 1_000)
        guard beatDescriptor >= 0 else {
            throw ServerError(.failed, at: address, errno: errno)
        }
        try watch(beatDescriptor)
        while !stopRequested.load(ordering: .acquiring) {
            guard lws_service(context, 0) >= 0 else {
                throw ServerError(libraryFailedAt: address, doing: "wait for clients")
            }
        }
    }

    /// Makes the loop call `ServerDelegate.woken()` soon; from any thread.
    package func wake() {
        wakeRequested.store(true, ordering: .releasing)
        interrupt()
    }

    /// Makes `run` close all connections and return soon; from any thread, before `run` too.
    package func stop() {
        stopRequested.store(true, ordering: .releasing)
        interrupt()
    }

    /// Whether the exchange goes on; on the server's thread.
    package func isPresent(_ peer: PeerID) -> Bool {
        peers[peer] != nil
    }

    /// Whether someone has called `wake()` since it was last asked.
    func takeWake() -> Bool {
        wakeRequested.exchange(false, ordering: .acquiringAndReleasing)
    }

    /// Has `handleReadable` called for a descriptor, which libwebsockets closes at its own end.
    private func watch(_ descriptor: Int32) throws(ServerError) {
        var watched = lws_sock_file_fd_type()
        watched.filefd = descriptor
        guard let host,
            lws_adopt_descriptor_vhost(host, LWS_ADOPT_RAW_FILE_DESC, watched, nil, nil) != nil
        else {
            throw ServerError(libraryFailedAt: address, doing: "watch a descriptor")
        }
    }

    /// The context of libwebsockets; other threads interrupt it and do nothing else.
    private struct Library: @unchecked Sendable {
        let context: OpaquePointer
    }

    /// The one call that libwebsockets allows from another thread; the lock keeps the context
    /// alive meanwhile.
    private func interrupt() {
        library.withLock { library in
            if let library {
                lws_cancel_service(library.context)
            }
        }
    }

    private func createContext() throws(ServerError) -> OpaquePointer {
        var info = lws_context_creation_info()
        memory.describe(limits, in: &info)
        if encryption != nil { info.options |= EncryptedHost.contextOption }
        info.user = Unmanaged.passUnretained(self).toOpaque()
        let descriptors = DescriptorLimit(forConnections: limits.connections)
        defer { descriptors.restore() }
        log = LibraryLog.give(to: &info)
        guard let context = lws_create_context(&info) else {
            free(log)
            throw ServerError(libraryFailedAt: address, doing: "start")
        }
        return context
    }

    private func destroyContext() {
        let last = library.withLock { library in
            let last = library
            library = nil
            return last
        }
        if let last {
            lws_context_destroy(last.context)
            free(log)
        }
    }
}
