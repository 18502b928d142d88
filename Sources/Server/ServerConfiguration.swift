package import Access
package import WebSocket

/// What a server must be told before it starts.
package struct ServerConfiguration: Sendable {
    /// Where it listens in the clear.
    package var address: ListenAddress
    /// Where it listens over TLS as well, and with what; `nil`: nowhere.
    package var encryption: Encryption?
    /// Rises when the certificate's files have changed; asked for ten times a second.
    package var certificateVersion: @Sendable () -> UInt64 = { 0 }
    /// What one peer, and all of them, may take.
    package var limits = ServerLimits()
    /// The program's version, for `GET /api/v1/version`.
    package var version: String
    /// Names besides addresses, `localhost` and `*.local` that a request may be sent to: the
    /// machine's own and those of the configuration, without a port.
    package var hostNames: [String] = []
    /// Sites that may show the pages inside theirs (`frame-ancestors`), as origins in lower case that
    /// have been checked.
    package var framedBy: [String] = []
    /// When the program started, in seconds since 1970-01-01 00:00 UTC.
    package var startedAt = 0.0
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
