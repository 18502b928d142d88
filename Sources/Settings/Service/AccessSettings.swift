package import Access
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
