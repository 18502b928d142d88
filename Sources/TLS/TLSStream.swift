import COpenSSL

/// The client's side of one TLS connection, without a socket: what came goes in, and what is to be sent
/// comes out.
///
/// Used on one thread at a time.
package final class TLSStream {
    /// How far the handshake is.
    package enum Handshake: Equatable, Sendable {
        /// The server's answer to what ``collect()`` returns is needed.
        case waiting
        case done
        /// The server's certificate is not trusted.
        case untrusted(TLSRefusal)
        /// The other side speaks no TLS, or none that this machine allows; OpenSSL's text.
        case failed(String)
    }

    /// Holds the authorities, and is asked about certificates.
    private let context: TLSContext
    private let connection: OpaquePointer
    /// OpenSSL's buffers for what came and what is to be sent; they belong to `connection`.
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer
    /// The other side has said that nothing more comes, or sent what is no TLS.
    private var isOver = false

    /// Bytes that are taken out of a buffer at once: one record of TLS (RFC 8446, section 5.1).
    private static let pieceBytes = 16 * 1024

    /// Begins a connection to the server of this name or address, which the server is told where it is
    /// a name.
    package init(_ context: TLSContext, to name: String) throws(TLSError) {
        guard let connection = SSL_new(context.handle), let incoming = BIO_new(BIO_s_mem()),
            let outgoing = BIO_new(BIO_s_mem())
        else {
            throw TLSError(message: "TLS does not start: \(TLSContext.openSSLWords())")
        }
        self.context = context
        self.connection = connection
        self.incoming = incoming
        self.outgoing = outgoing
        SSL_set_bio(connection, incoming, outgoing)
        SSL_set_connect_state(connection)
        // An address has no place in this field (RFC 6066, section 3).
        if !Self.isAddress(name) {
            _ = name.withCString { name in
                // `SSL_set_tlsext_host_name` is a macro.
                SSL_ctrl(
                    connection,
                    SSL_CTRL_SET_TLSEXT_HOSTNAME,
                    Int(TLSEXT_NAMETYPE_host_name),
                    UnsafeMutableRawPointer(mutating: name)
                )
            }
        }
    }

    deinit {
        SSL_free(connection)
    }

    /// Goes on with the handshake as far as what came allows.
    package func shakeHands() -> Handshake {
        ERR_clear_error()
        let result = SSL_do_handshake(connection)
        if result == 1 { return .done }
        if SSL_get_error(connection, result) == SSL_ERROR_WANT_READ { return .waiting }
        if let refusal = context.refusal { return .untrusted(refusal) }
        return .failed(TLSContext.openSSLWords())
    }

    /// Takes in what came from the other side.
    package func receive(_ bytes: [UInt8]) {
        // A buffer in memory takes all, or the process has no memory left.
        _ = BIO_write(incoming, bytes, CInt(clamping: bytes.count))
    }

    /// The other side's words in what came so far; `nil`: nothing more comes.
    package func decrypted() -> [UInt8]? {
        var words: [UInt8] = []
        while !isOver {
            ERR_clear_error()
            let piece = Self.piece { SSL_read(connection, $0, $1) }
            guard piece.isEmpty else {
                words += piece
                continue
            }
            if SSL_get_error(connection, -1) == SSL_ERROR_WANT_READ { break }
            isOver = true
        }
        return words.isEmpty && isOver ? nil : words
    }

    /// Takes words of this side, which ``collect()`` then returns as they travel.
    package func encrypt(_ words: ArraySlice<UInt8>) {
        guard !words.isEmpty else { return }
        _ = words.withUnsafeBytes {
            SSL_write(connection, $0.baseAddress, CInt(clamping: $0.count))
        }
    }

    /// What is to be sent to the other side now.
    package func collect() -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let piece = Self.piece { BIO_read(outgoing, $0, $1) }
            guard !piece.isEmpty else { return bytes }
            bytes += piece
        }
    }

    /// What `read` puts into the room that it is given.
    private static func piece(_ read: (UnsafeMutableRawPointer, CInt) -> CInt) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: pieceBytes) { room, filled in
            guard let start = room.baseAddress else { return }
            filled = max(0, Int(read(start, CInt(room.count))))
        }
    }

    private static func isAddress(_ name: String) -> Bool {
        guard let octets = a2i_IPADDRESS(name) else { return false }
        ASN1_OCTET_STRING_free(octets)
        return true
    }
}
