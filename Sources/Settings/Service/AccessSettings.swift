package import Access
package import WebSocket

/// Who is let in and how, and which page is at `/`.
package struct AccessSettings: Equatable, Sendable {
    /// Who needs no password, and how long a login lasts.
    package var policy = AccessPolicy()
    /// The stock page is at `/`, and Hearth's own page at `/hearth/` alone.
    package var servesStockPage = false
    /// Where TLS is offered, and with which certificate; `nil`: nowhere.
    package var encryption: Encryption?
    /// The plain port is for this machine alone.
    package var isPlainLocal = false

    /// Everybody is let in, without TLS.
    package init() {}
}
