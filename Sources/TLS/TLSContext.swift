import COpenSSL
import Glibc

/// TLS 1.2 or newer with our own check of the peer's certificate; owns OpenSSL's `SSL_CTX`.
///
/// OpenSSL's callbacks get a pointer to it: it outlives every connection made with it. Used on one
/// thread at a time.
package final class TLSContext {
    /// OpenSSL's record, for a library that makes its connections itself.
    package let handle: OpaquePointer
    private let trust: TLSTrust
    /// SHA-256 of the certificate that the last peer showed, in 64 hexadecimal digits; empty: none yet.
    package private(set) var certificate = ""
    /// Why it was not trusted; `nil`: it was, or none came.
    package private(set) var refusal: TLSRefusal?
    /// Bytes that came since the last whole message, and how many may.
    package private(set) var unfinishedBytes = 0
    private var mostUnfinishedBytes = Int.max
    /// The peer sent more than that, and is not read any more.
    package private(set) var isFlooded = false

    /// Loads the authorities that `trust` names; throws when their file cannot be read or TLS does not
    /// start.
    package init(_ trust: TLSTrust) throws(TLSError) {
        guard let handle = SSL_CTX_new(TLS_client_method()) else {
            throw TLSError(message: "TLS does not start: \(Self.openSSLWords())")
        }
        self.handle = handle
        self.trust = trust
        // `SSL_CTX_set_min_proto_version` is a macro; printers speak 1.2 and nothing newer.
        guard SSL_CTX_ctrl(handle, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil) == 1
        else {
            throw TLSError(message: "TLS 1.2 is not available: \(Self.openSSLWords())")
        }
        if case .authorities(let path, _) = trust {
            try loadAuthorities(path)
            // Devices do not always send the authorities between theirs and the root: one that is
            // in the file is trusted on its own.
            X509_STORE_set_flags(
                SSL_CTX_get_cert_store(handle),
                UInt(X509_V_FLAG_PARTIAL_CHAIN)
            )
        }
        if case .server(_, let path) = trust { try loadAuthorities(path) }
        let context = Unmanaged.passUnretained(self).toOpaque()
        SSL_CTX_set_verify(handle, SSL_VERIFY_PEER, nil)
        SSL_CTX_set_cert_verify_callback(handle, judgeCertificate, context)
        SSL_CTX_set_msg_callback(handle, countRecords)
        // `SSL_CTX_set_msg_callback_arg` is a macro.
        SSL_CTX_ctrl(handle, SSL_CTRL_SET_MSG_CALLBACK_ARG, 0, context)
    }

    deinit {
        SSL_CTX_free(handle)
    }

    /// A new connection begins: nothing is known of its peer, which may send `mostUnfinishedBytes`
    /// at once.
    package func reset(mostUnfinishedBytes: Int) {
        certificate = ""
        refusal = nil
        isFlooded = false
        unfinishedBytes = 0
        self.mostUnfinishedBytes = mostUnfinishedBytes
    }

    /// A whole message came.
    package func messageEnded() {
        unfinishedBytes = 0
    }

    /// Whether the certificate may be trusted.
    fileprivate func accept(_ chain: OpaquePointer) -> Bool {
        guard let leaf = X509_STORE_CTX_get0_cert(chain) else {
            refusal = .unknownAuthority("the peer showed no certificate")
            return false
        }
        certificate = Self.digest(of: leaf)
        refusal = refusal(of: leaf, in: chain)
        return refusal == nil
    }

    private func refusal(of leaf: OpaquePointer, in chain: OpaquePointer) -> TLSRefusal? {
        switch trust {
        case .firstUse(let expected):
            let found = Self.commonName(of: leaf)
            return found == expected ? nil : .otherName(expected: expected, found: found)
        case .server(let name, _):
            return Self.refusal(of: leaf, in: chain, for: name)
        case .pinned(let expected):
            guard !expected.isEmpty, certificate == expected.lowercased() else {
                return .changed(expected: expected, found: certificate)
            }
            return nil
        case .authorities(_, let expected):
            guard X509_verify_cert(chain) == 1 else {
                let code = Int(X509_STORE_CTX_get_error(chain))
                return .unknownAuthority(String(cString: X509_verify_cert_error_string(code)))
            }
            let found = Self.commonName(of: leaf)
            return found == expected ? nil : .otherName(expected: expected, found: found)
        }
    }

    /// Counts what comes; a peer that sends without end is not read any more.
    fileprivate func count(recordOf bytes: Int, _ connection: OpaquePointer) {
        unfinishedBytes += bytes
        guard unfinishedBytes > mostUnfinishedBytes else { return }
        isFlooded = true
        // From here on SSL_read reports the end, whatever is still in the socket (SSL_set_shutdown(3)).
        SSL_set_shutdown(connection, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
    }

    private static func digest(of certificate: OpaquePointer) -> String {
        var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard X509_digest(certificate, EVP_sha256(), &bytes, &count) == 1 else { return "" }
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.prefix(Int(count)).flatMap {
            [digits[Int($0 >> 4)], digits[Int($0 & 15)]]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// All of the name, also what stands after a zero byte.
    static func commonName(of certificate: OpaquePointer) -> String {
        // ub-common-name of RFC 5280, appendix A.1, is 64; longer names are cut, and so match nothing.
        var text = [CChar](repeating: 0, count: 128)
        let count = X509_NAME_get_text_by_NID(
            X509_get_subject_name(certificate),
            NID_commonName,
            &text,
            CInt(text.count)
        )
        let bytes = text.prefix(Int(max(0, count))).map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func openSSLWords() -> String {
        var text = [CChar](repeating: 0, count: 256)
        ERR_error_string_n(ERR_get_error(), &text, text.count)
        return String(
            decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
    }
}

/// OpenSSL's question whether a chain of certificates will do (SSL_CTX_set_cert_verify_callback(3)).
private func judgeCertificate(
    _ chain: OpaquePointer?,
    _ context: UnsafeMutableRawPointer?
) -> CInt {
    guard let chain, let context else { return 0 }
    return Unmanaged<TLSContext>.fromOpaque(context).takeUnretainedValue().accept(chain) ? 1 : 0
}

/// OpenSSL's callback for each record (SSL_CTX_set_msg_callback(3)): its header holds its length.
private func countRecords(
    _ isWritten: CInt,
    _ version: CInt,
    _ kind: CInt,
    _ bytes: UnsafeRawPointer?,
    _ count: Int,
    _ connection: OpaquePointer?,
    _ context: UnsafeMutableRawPointer?
) {
    guard isWritten == 0, kind == SSL3_RT_HEADER, count == 5, let bytes, let connection, let context
    else { return }
    let length =
        Int(bytes.load(fromByteOffset: 3, as: UInt8.self)) << 8
        | Int(bytes.load(fromByteOffset: 4, as: UInt8.self))
    Unmanaged<TLSContext>.fromOpaque(context).takeUnretainedValue()
        .count(recordOf: length, connection)
}

/// Servers that are known by their name, as a browser knows them, and that know us by a certificate.
extension TLSContext {
    /// Shows the peer a certificate of our own: PEM files of it, with those between it and its
    /// authority, and of its key.
    package func show(certificate: String, key: String) throws(TLSError) {
        try PEMFile.check(certificate, holds: .certificate)
        try PEMFile.check(key, holds: .key)
        guard SSL_CTX_use_certificate_chain_file(handle, certificate) == 1 else {
            throw TLSError(message: "\(certificate) holds a damaged certificate: make it again")
        }
        guard SSL_CTX_use_PrivateKey_file(handle, key, SSL_FILETYPE_PEM) == 1,
            SSL_CTX_check_private_key(handle) == 1
        else {
            throw TLSError(
                message: "the key in \(key) does not fit the certificate in \(certificate), or has "
                    + "a password: name the key that the certificate was made with, without a password"
            )
        }
    }

    /// The authorities in a PEM file; of the machine where the path is empty.
    func loadAuthorities(_ path: String) throws(TLSError) {
        guard !path.isEmpty else {
            guard SSL_CTX_set_default_verify_paths(handle) == 1 else {
                throw TLSError(
                    message: "this machine has no list of authorities: install ca-certificates"
                )
            }
            return
        }
        try PEMFile.check(path, holds: .certificate)
        guard SSL_CTX_load_verify_locations(handle, path, nil) == 1 else {
            throw TLSError(
                message: "a certificate in \(path) is damaged: copy the authorities' file again"
            )
        }
    }

    /// Why a server's certificate is not trusted; `nil`: it is.
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

/// Whom to trust. There is no case for "anybody": the password would go to any server that answers.
package enum TLSTrust: Equatable, Sendable {
    /// A certificate that one of the authorities in a PEM file has signed, with this common name.
    case authorities(path: String, commonName: String)
    /// A certificate for the server of this name or address that one of the authorities in a PEM file
    /// has signed; an empty path: one of those that the machine trusts.
    case server(name: String, authorities: String)
    /// The one certificate with this SHA-256, in 64 hexadecimal digits.
    case pinned(String)
    /// The first contact: whatever certificate with this common name comes is accepted, once, and
    /// given by ``TLSContext/certificate``, to be pinned from then on.
    case firstUse(commonName: String)
}

/// Why a certificate was not trusted.
package enum TLSRefusal: Equatable, Sendable {
    /// Not the pinned certificate: SHA-256 of both.
    case changed(expected: String, found: String)
    /// It is for somebody else.
    case otherName(expected: String, found: String)
    /// No trusted authority signed it; OpenSSL's text.
    case unknownAuthority(String)
}

/// Why TLS cannot be set up at all.
package struct TLSError: Error, Equatable, Sendable {
    /// What happened and what to do, for people.
    package let message: String
}
