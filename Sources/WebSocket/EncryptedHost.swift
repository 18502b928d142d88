import CWebSockets
import Glibc

/// The virtual host of libwebsockets for TLS. It exists only where TLS is configured, because
/// libcrypto's tables take memory.
final class EncryptedHost {
    private static let name = "hearth-tls"
    /// An answer is written as HTTP/1.1, whatever else a browser offers.
    private static let alpn = "http/1.1"

    /// The option that the context needs.
    static let contextOption = UInt64(LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT)

    private let name = strdup(EncryptedHost.name)
    private let alpn = strdup(EncryptedHost.alpn)
    private let certificate: UnsafeMutablePointer<CChar>?
    private let key: UnsafeMutablePointer<CChar>?

    init(_ encryption: Encryption) {
        certificate = strdup(encryption.certificate)
        key = strdup(encryption.key)
    }

    deinit {
        for text in [name, alpn, certificate, key] { free(text) }
    }

    /// Makes the host in a context; `nil`: certificate or key cannot be used. Lives as long as the
    /// context.
    func make(
        in context: OpaquePointer,
        _ memory: LibraryMemory,
        _ limits: ServerLimits
    ) -> OpaquePointer? {
        var info = lws_context_creation_info()
        memory.describe(limits, in: &info)
        info.vhost_name = UnsafePointer(name)
        info.alpn = UnsafePointer(alpn)
        info.options |= Self.contextOption
        info.ssl_cert_filepath = UnsafePointer(certificate)
        info.ssl_private_key_filepath = UnsafePointer(key)
        return lws_create_vhost(context, &info)
    }

    /// Reads certificate and key again from their files for connections to come; false: they cannot be
    /// used, and the old ones stay.
    func reload(in context: OpaquePointer) -> Bool {
        lws_tls_cert_updated(context, certificate, key, nil, 0, nil, 0) == 0
    }
}

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
