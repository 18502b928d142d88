import Chamber
package import Schema

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

    private static let trusted = Field<[AddressRange]>(
        key: "trusted",
        meaning: "Addresses that need neither password nor token. Behind a proxy everyone has the "
            + "proxy's address.",
        allowed:
            "addresses or ranges as in 192.168.1.7, 10.0.0.0/8 or fd00::/8, with commas between"
    ) { text in
        AddressRange.list(text).map { .value($0) } ?? .wrong("is not a list of addresses")
    }
    private static let sessionAge = Field<Duration>(
        key: "session_days",
        meaning: "How many days a login lasts at most. Left out, 30.",
        allowed: "a whole number from 1 to 365"
    ) { text in
        guard let days = UInt16(decimal: text), (1...365).contains(days) else {
            return .wrong("is not possible")
        }
        return .value(.seconds(Int(days) * 24 * 3600))
    }

    /// The section `[access]` of the service file: who needs no password, and how long a login lasts.
    package static let section = SettingsSection<AccessPolicy>(
        "access",
        meaning: "Who is let in where there is a password (\"hearth access password\").",
        [Setting(trusted, \.trusted), Setting(sessionAge, \.sessionAge)]
    )
}
