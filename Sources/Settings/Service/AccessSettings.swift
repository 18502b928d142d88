package import Access
import Schema
package import WebSocket

/// Who may use the device and how, and which page is at `/`.
package struct AccessSettings: Equatable, Sendable {
    /// Who needs no password, and how long a login lasts.
    package var policy = AccessPolicy()
    /// The stock page is at `/`, and Hearth's own page only at `/hearth/`.
    package var servesStockPage = false
    /// The address and the certificate of the TLS port; `nil`: no TLS.
    package var encryption: Encryption?
    /// The plain port accepts connections from this machine only.
    package var isPlainLocal = false

    /// The default policy, without TLS.
    package init() {}
}

/// The section `[tls]`: the TLS port; the section requires a certificate and its key.
struct TLSSection {
    private var certificate: String?
    private var key: String?
    private var address = ListenAddress(address: "::", port: 443)
    private var isPlainLocal = false

    static let section = SettingsSection<TLSSection>(
        "tls",
        meaning: "TLS with a certificate of yours, beside the plain port.",
        [
            Setting(
                needed: .path(
                    "certificate",
                    allowed: "an absolute path",
                    meaning: "The certificate with its chain, in PEM. A renewed one is taken "
                        + "within seconds."
                ),
                \.certificate
            ),
            Setting(
                needed: .path(
                    "key",
                    allowed: "an absolute path",
                    meaning: "Its key, in PEM, without a password."
                ),
                \.key
            ),
            Setting(
                .listenAddress(
                    "listen",
                    allowed: "ADDR:PORT, as in [::]:443 or 0.0.0.0:443",
                    meaning: "Where the TLS port listens. Left out, [::]:443."
                ),
                \.address
            ),
            Setting(
                .either(
                    "plain",
                    no: "everyone",
                    yes: "this_machine",
                    meaning: "For whom the plain port stays: everyone, or this_machine, where the "
                        + "command line needs it. The stock page needs the plain one. Left out, "
                        + "everyone."
                ),
                \.isPlainLocal
            ),
        ]
    )

    static func read(_ reader: inout SchemaReader, into access: inout AccessSettings) {
        var tls = TLSSection()
        section.read(&reader, into: &tls)
        access.isPlainLocal = tls.isPlainLocal
        // In a present section, a missing one of them is already a mistake.
        guard let certificate = tls.certificate, let key = tls.key else { return }
        access.encryption = Encryption(
            address: tls.address,
            certificate: certificate,
            key: key
        )
    }
}
