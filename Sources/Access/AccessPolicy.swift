/// What the service file's section `[access]` says.
package struct AccessPolicy: Equatable, Sendable {
    /// Who needs neither password nor token.
    package var trusted: [AddressRange] = []
    /// How long a session lasts, however much it is used.
    package var sessionAge: Duration = .seconds(30 * 24 * 3600)

    package init() {}

    /// Whether the address needs no password.
    package func trusts(_ address: PeerAddress) -> Bool {
        trusted.contains { $0.contains(address) }
    }
}
