/// A second place where a server listens, over TLS.
package struct Encryption: Sendable, Equatable {
    /// Differs from the address in the clear, at least in its port.
    package var address: ListenAddress
    /// Path of the certificate with its chain, in PEM.
    package var certificate: String
    /// Path of the certificate's key, in PEM, without a password.
    package var key: String

    package init(address: ListenAddress, certificate: String, key: String) {
        self.address = address
        self.certificate = certificate
        self.key = key
    }
}
