import Glibc
import System

/// Why a server did not start, or stopped on its own.
package struct ServerError: Error, Equatable, CustomStringConvertible {
    /// What a caller decides by.
    package enum Kind: Sendable, Equatable {
        /// Another program has the port.
        case addressInUse
        /// The port is below 1024 and this user may not take it.
        case notPermitted
        /// The address is malformed, or none of this machine's.
        case addressUnavailable
        /// The system or libwebsockets refused for another reason.
        case failed
    }

    /// For a caller's decision; ``description`` is for people.
    package let kind: Kind
    /// Where the server was to listen.
    package let address: ListenAddress
    /// The system's error number; 0 where there is none.
    package let errno: Int32
    /// What happened, where, and what to do.
    package let description: String

    init(_ kind: Kind, at address: ListenAddress, errno: Int32) {
        self.kind = kind
        self.address = address
        self.errno = errno
        switch kind {
        case .addressInUse:
            description =
                "cannot listen on \(address): another program has port \(address.port); "
                + "stop it, or choose another port with --listen"
        case .notPermitted:
            description =
                "cannot listen on \(address): ports below 1024 need root or CAP_NET_BIND_SERVICE; "
                + "choose another port with --listen"
        case .addressUnavailable:
            description =
                "cannot listen on \(address): this machine does not have that address; "
                + "[::] means all of them"
        case .failed:
            description = "cannot listen on \(address): \(SystemError.words(for: errno))"
        }
    }

    init(notNumeric address: ListenAddress) {
        kind = .addressUnavailable
        self.address = address
        errno = 0
        description =
            "cannot listen on \(address): the address must be a numeric IPv4 or IPv6 one, "
            + "as 127.0.0.1, 0.0.0.0 or ::"
    }

    init(unusable encryption: Encryption) {
        kind = .failed
        address = encryption.address
        errno = 0
        description =
            "cannot offer TLS on \(encryption.address): certificate \(encryption.certificate) and key "
            + "\(encryption.key) cannot be used; check that both are PEM, that they belong together, "
            + "and that the service's user may read them"
    }

    init(libraryFailedAt address: ListenAddress, doing what: String) {
        kind = .failed
        self.address = address
        errno = 0
        description = "the web server on \(address) failed: libwebsockets could not \(what)"
    }
}

extension ServerError.Kind {
    /// The meaning of an error number of bind(2) or listen(2).
    init(bindErrno number: Int32) {
        switch number {
        case EADDRINUSE: self = .addressInUse
        case EACCES, EPERM: self = .notPermitted
        case EADDRNOTAVAIL: self = .addressUnavailable
        default: self = .failed
        }
    }
}
