import CWebSockets
import Glibc

/// The tables that libwebsockets reads as long as a context lives.
final class LibraryMemory {
    /// Name of the only virtual host.
    static let hostName = "hearth"

    private let protocols: UnsafeMutablePointer<lws_protocols>
    private let protocolCount: Int
    private let names: [UnsafeMutablePointer<CChar>?]
    private let hostName: UnsafeMutablePointer<CChar>?
    private let policy: UnsafeMutablePointer<lws_retry_bo_t>

    /// Bytes of a message that a peer's own buffer holds: what the library reads at once from a
    /// WebSocket. Longer messages arrive in pieces of this size; a control frame (125 bytes) must
    /// fit in one.
    private static let pieceBytes = 512
    /// Bytes that one write may pass to the system before the rest is copied; above every message.
    private static let writeBytes = 256 * 1024

    init(
        subprotocols: [String],
        callback:
            @escaping @convention(c) (
                OpaquePointer?, lws_callback_reasons, UnsafeMutableRawPointer?,
                UnsafeMutableRawPointer?, Int
            ) -> Int32
    ) {
        // The first entry serves HTTP and every WebSocket that names no subprotocol; its name is
        // empty, because libwebsockets echoes the name of the entry it chose.
        names = ([""] + subprotocols).map { strdup($0) }
        hostName = strdup(Self.hostName)
        protocolCount = names.count + 1
        protocols = .allocate(capacity: protocolCount)
        protocols.initialize(repeating: lws_protocols(), count: protocolCount)
        for (index, name) in names.enumerated() {
            protocols[index].name = UnsafePointer(name)
            protocols[index].callback = callback
            protocols[index].rx_buffer_size = Self.pieceBytes
            protocols[index].tx_packet_size = Self.writeBytes
        }
        // All zero: never ping and never hang up on a client that is silent. By default the library
        // pings after 300 s and hangs up after 310 s.
        policy = .allocate(capacity: 1)
        policy.initialize(to: lws_retry_bo_t())
    }

    deinit {
        names.forEach { free($0) }
        free(hostName)
        protocols.deinitialize(count: protocolCount).deallocate()
        policy.deinitialize(count: 1).deallocate()
    }

    /// Fills in what does not depend on what the context is for.
    func describe(in info: inout lws_context_creation_info) {
        info.vhost_name = UnsafePointer(hostName)
        info.protocols = UnsafePointer(protocols)
        info.retry_and_idle_policy = UnsafePointer(policy)
        info.options = UInt64(LWS_SERVER_OPTION_SKIP_SERVER_CANONICAL_NAME)
    }

    /// Fills in what a server's context needs.
    func describe(_ limits: ServerLimits, in info: inout lws_context_creation_info) {
        describe(in: &info)
        info.port = CONTEXT_PORT_NO_LISTEN_SERVER
        info.max_http_header_data = UInt16(clamping: limits.headBytes)
        // Header tables exist only while a head is read, so as many as connections cost nothing;
        // with fewer, clients that send half a head would keep all others waiting.
        info.max_http_header_pool = UInt16(clamping: limits.connections)
        info.timeout_secs = limits.arrival.wholeSeconds
        info.timeout_secs_ah_idle = limits.arrival.wholeSeconds
        info.keepalive_timeout = Int32(clamping: limits.keepAlive.wholeSeconds)
    }

    /// Name of the entry of the table that serves connections without a subprotocol of their own.
    static let defaultProtocol = ""

    /// Descriptors beside the connections: the beat's, the loop's own, and some to resolve names.
    private static let otherDescriptors = 8

    /// Fills in what a context of outgoing connections needs.
    func describe(_ limits: ClientLimits, in info: inout lws_context_creation_info) {
        describe(in: &info)
        info.port = CONTEXT_PORT_NO_LISTEN
        // Otherwise the table has an entry for each descriptor that the process may ever open.
        info.fd_limit_per_thread = UInt32(limits.connections + Self.otherDescriptors)
        info.max_http_header_pool = UInt16(clamping: limits.connections)
        // Our own limits come first; these apply if the loop's beat is late.
        let longest = limits.opening.wholeSeconds + 2
        info.timeout_secs = longest
        info.connect_timeout_secs = longest
    }
}
