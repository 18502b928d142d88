import Chamber
import Surroundings
import WebSocket

/// Takes a renewed certificate into use without a restart.
struct CertificateWatch {
    private let version: @Sendable () -> UInt64
    private let log: (String) -> Void
    private let source: (any AccessSource)?
    private var seen: UInt64

    init(_ configuration: ServerConfiguration) {
        version = configuration.certificateVersion
        log = configuration.log
        source = configuration.accessSource
        seen = version()
    }

    /// Checks for a new one.
    mutating func beat(on server: WebServer) {
        let new = version()
        guard new != seen else { return }
        seen = new
        let isGood = server.reloadCertificate()
        let text =
            isGood
            ? "The renewed TLS certificate is in use."
            : "The changed TLS certificate or key cannot be used: check that they belong together."
        log(text)
        source?.record(DeviceEvent(.access, isTrouble: !isGood, text))
    }
}
