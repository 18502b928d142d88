import COpenSSL
import Glibc

/// Servers that are known by their name, as a browser knows them, and that know us by a certificate.
extension TLSContext {
    /// Shows the peer a certificate of our own: PEM files of it, with those between it and its
    /// authority, and of its key.
    package func show(certificate: String, key: String) throws(TLSError) {
        guard SSL_CTX_use_certificate_chain_file(handle, certificate) == 1 else {
            throw TLSError(message: "no certificate in \(certificate): \(Self.openSSLWords())")
        }
        guard SSL_CTX_use_PrivateKey_file(handle, key, SSL_FILETYPE_PEM) == 1,
            SSL_CTX_check_private_key(handle) == 1
        else {
            throw TLSError(
                message: "no key that fits \(certificate) in \(key): \(Self.openSSLWords())"
            )
        }
    }

    /// The authorities in a PEM file; of the machine where the path is empty.
    func loadAuthorities(_ path: String) throws(TLSError) {
        let isLoaded =
            path.isEmpty
            ? SSL_CTX_set_default_verify_paths(handle)
            : SSL_CTX_load_verify_locations(handle, path, nil)
        guard isLoaded == 1 else {
            throw TLSError(
                message: "no certificates of authorities in \(path): \(Self.openSSLWords())"
            )
        }
    }

    /// Why a server's certificate is not believed; `nil`: it is.
    static func refusal(
        of leaf: OpaquePointer,
        in chain: OpaquePointer,
        for name: String
    ) -> TLSRefusal? {
        guard X509_verify_cert(chain) == 1 else {
            let code = Int(X509_STORE_CTX_get_error(chain))
            return .unknownAuthority(String(cString: X509_verify_cert_error_string(code)))
        }
        // An address is no name: each has its own kind of entry in a certificate (RFC 5280, 4.2.1.6).
        let isRight =
            X509_check_ip_asc(leaf, name, 0) == 1
            || X509_check_host(leaf, name, name.utf8.count, 0, nil) == 1
        return isRight ? nil : .otherName(expected: name, found: commonName(of: leaf))
    }
}
