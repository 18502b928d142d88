package import WebSocket

/// The door to the network: the page, the Panda Breath wire, and our own interface.
///
/// One event loop in the thread that calls ``run(for:)``; ``wake()`` and ``stop()`` may be called from
/// any.
package final class HeaterServer: Sendable {
    private let server: WebServer
    private let configuration: ServerConfiguration

    /// The port it listens on, also when the system chose it.
    package var port: UInt16 { server.port }

    /// The same for TLS; `nil` where there is none.
    package var encryptedPort: UInt16? { server.encryptedPort }

    /// Binds the address; clients wait until ``run(for:)``.
    package init(_ configuration: ServerConfiguration) throws(ServerError) {
        server = try WebServer(
            listeningOn: configuration.address,
            encrypted: configuration.encryption,
            // Stock's own, echoed to every client that offers it; nobody needs it (wire contract, section 1).
            subprotocols: ["chat"],
            limits: configuration.limits
        )
        self.configuration = configuration
    }

    /// Serves until ``stop()``, once in its life.
    ///
    /// - Parameter backend: what clients read and wish; it may know the server, which was there first.
    package func run(for backend: any ServerBackend) throws(ServerError) {
        let requests = RequestHandler(server: server, configuration, backend)
        try server.run(serving: requests)
    }

    /// Says that the backend has outcomes, so that a client that waits for one is answered now and
    /// not at the next beat; from any thread.
    package func wake() {
        server.wake()
    }

    /// Makes ``run(for:)`` close all connections and return soon; from any thread.
    package func stop() {
        server.stop()
    }
}
