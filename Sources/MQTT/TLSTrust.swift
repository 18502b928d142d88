/// Whom to believe. There is no case for "anybody": the password would go to any server that answers.
package enum TLSTrust: Equatable, Sendable {
    /// A certificate that one of the authorities in a PEM file has signed, with this common name.
    case authorities(path: String, commonName: String)
    /// A certificate for the server of this name or address that one of the authorities in a PEM file
    /// has signed; an empty path: one of those that the machine trusts.
    case server(name: String, authorities: String)
    /// The one certificate with this SHA-256, in 64 hexadecimal digits.
    case pinned(String)
    /// The first contact: whatever certificate comes is accepted, once, and told by
    /// ``TLSContext/certificate``, to be pinned from then on.
    case firstUse
}

/// Why a certificate was not believed.
package enum TLSRefusal: Equatable, Sendable {
    /// Another one than the pinned: SHA-256 of both.
    case changed(expected: String, found: String)
    /// It is for somebody else.
    case otherName(expected: String, found: String)
    /// No authority vouches for it; OpenSSL's words.
    case unknownAuthority(String)
}

/// Why TLS cannot be set up at all.
package struct TLSError: Error, Equatable, Sendable {
    /// What happened and what to do, for people.
    package let message: String
}
