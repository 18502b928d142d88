package import Access
import Chamber
import Dialects
import SwitchCore
package import WebSocket

/// The HTTP server: the page, the Panda Breath wire, and our own interface.
///
/// One event loop in the thread that calls ``run(for:)``; ``wake()`` and ``stop()`` may be called from
/// any.
package final class HeaterServer: Sendable {
    private let server: WebServer
    private let configuration: ServerConfiguration

    /// The port it listens on, also when the system chose it.
    package var port: UInt16 { server.port }

    /// The port for TLS; `nil` where there is none.
    package var encryptedPort: UInt16? { server.encryptedPort }

    /// How many connections it takes at once.
    package var mostConnections: Int { server.mostConnections }

    /// Binds the address; clients wait until ``run(for:)``.
    package init(_ configuration: ServerConfiguration) throws(ServerError) {
        server = try WebServer(
            listeningOn: configuration.address,
            encrypted: configuration.encryption,
            // The stock firmware's, echoed to every client that offers it (wire contract, section
            // 1).
            subprotocols: ["chat"],
            limits: configuration.limits
        )
        self.configuration = configuration
    }

    /// Serves until ``stop()``, once in its life.
    ///
    /// - Parameter backend: what clients read and wish; it may know the server, which was made
    ///   first.
    package func run(for backend: any ServerBackend) throws(ServerError) {
        let requests = RequestHandler(server: server, configuration, backend)
        try server.run(serving: requests)
    }

    /// Tells the server that the backend has outcomes, so that a waiting client is answered now and
    /// not at the next beat; from any thread.
    package func wake() {
        server.wake()
    }

    /// Makes ``run(for:)`` close all connections and return soon; from any thread.
    package func stop() {
        server.stop()
    }
}

/// What a server needs to know before it starts.
package struct ServerConfiguration: Sendable {
    /// Where it listens in the clear.
    package var address: ListenAddress
    /// Where it listens over TLS as well, and with what; `nil`: nowhere.
    package var encryption: Encryption?
    /// Rises when the certificate's files have changed; asked for ten times a second.
    package var certificateVersion: @Sendable () -> UInt64 = { 0 }
    /// What one peer, and all of them together, may use.
    package var limits = ServerLimits()
    /// The program's version, for `GET /api/v1/version`.
    package var version: String
    /// By which names the pages are reached, the machine's own among them, and which sites may show them.
    package var site = SitePolicy()
    /// When the program started, in seconds since 1970-01-01 00:00 UTC.
    package var startedAt = 0.0
    /// How long heat outlives the last heartbeat of a client of DragonBreath's interface.
    package var dragonBreathTerm = DragonBreathState.standardTerm
    /// What the service file says about who is let in.
    package var access = AccessPolicy()
    /// Where passwords and tokens come from; `nil`: nothing is asked of anyone.
    package var accessSource: (any AccessSource)?
    /// The stock page, as HTML, where it is to be served at `/`; asked for at each request.
    package var stockPage: @Sendable () -> OutgoingBytes? = { nil }
    /// Takes lines for the log; called on the server's thread, a few times a minute at most.
    package var log: @Sendable (String) -> Void

    package init(
        address: ListenAddress,
        version: String,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.address = address
        self.version = version
        self.log = log
    }
}

/// What the parts of the server need in one call of the event loop.
struct ServingContext {
    let server: WebServer
    let backend: any ServerBackend
    let tickets: TicketSource
    let now: Instant
    let log: (String) -> Void
}

/// Numbers for wishes whose outcome a client waits for; each is used once.
final class TicketSource {
    private var last: UInt64 = 0

    func next() -> UInt64 {
        last += 1
        return last
    }
}
