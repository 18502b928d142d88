import Glibc

/// Listens at an address and port; after `release()` the caller owns the socket.
///
/// libwebsockets could do this itself, but then the error number is lost and with it the sentence
/// that tells the user what to do.
struct Listener: ~Copyable {
    private let descriptor: Int32
    /// The port it listens on, also when the system chose it.
    let port: UInt16

    /// Connections that the system holds until they are accepted.
    private static let backlog: Int32 = 128

    /// Where every address is asked for and the machine has no IPv6, every IPv4 address.
    init(on wished: ListenAddress) throws(ServerError) {
        let address = wished.reachable
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.address, String(address.port), &hints, &found) == 0,
            let target = found
        else {
            throw ServerError(notNumeric: address)
        }
        defer { freeaddrinfo(target) }
        let descriptor = socket(target.pointee.ai_family, target.pointee.ai_socktype, 0)
        guard descriptor >= 0 else {
            throw ServerError(.failed, at: address, errno: errno)
        }
        do throws(ServerError) {
            port = try Self.bind(descriptor, to: target.pointee, address)
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Hands the socket over.
    consuming func release() -> Int32 {
        let descriptor = descriptor
        discard self
        return descriptor
    }

    /// Binds, listens and returns the port.
    private static func bind(
        _ descriptor: Int32,
        to target: addrinfo,
        _ address: ListenAddress
    ) throws(ServerError) -> UInt16 {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        // A restart must not wait for old connections to time out; two listeners on one port stay
        // impossible, that would take SO_REUSEPORT.
        set(SO_REUSEADDR, of: descriptor, level: SOL_SOCKET, to: 1)
        // A connection is handed over with its first bytes, or after a second without any: it costs nothing
        // until then, and its first line can be looked at.
        set(TCP_DEFER_ACCEPT, of: descriptor, level: Int32(IPPROTO_TCP), to: 1)
        if target.ai_family == AF_INET6 {
            // Users expect `::` to mean all addresses, IPv4 included.
            set(IPV6_V6ONLY, of: descriptor, level: Int32(IPPROTO_IPV6), to: 0)
        }
        guard Glibc.bind(descriptor, target.ai_addr, target.ai_addrlen) == 0,
            listen(descriptor, backlog) == 0
        else {
            let number = errno
            throw ServerError(ServerError.Kind(bindErrno: number), at: address, errno: number)
        }
        var bound = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let port: UInt16? = withUnsafeMutableBytes(of: &bound) { raw in
            guard let start = raw.baseAddress,
                getsockname(descriptor, start.assumingMemoryBound(to: sockaddr.self), &length) == 0
            else { return nil }
            // The port stands at the same place in both families (netinet/in.h).
            return UInt16(bigEndian: raw.load(fromByteOffset: 2, as: UInt16.self))
        }
        guard let port else {
            throw ServerError(.failed, at: address, errno: errno)
        }
        return port
    }

    private static func set(_ option: Int32, of descriptor: Int32, level: Int32, to value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}

/// Where a server waits for clients.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// A numeric IPv4 or IPv6 address: `127.0.0.1`, `0.0.0.0`, `::`.
    package var address: String
    /// 0 lets the system choose a free one.
    package var port: UInt16

    package init(address: String, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// Every address of the machine; `::` includes those of IPv4.
    package var isEvery: Bool { address == "0.0.0.0" || address == "::" }

    /// The same, or every address of IPv4 where every address is asked for and the kernel has no IPv6.
    package var reachable: ListenAddress {
        guard address == "::" else { return self }
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor < 0 else {
            Glibc.close(descriptor)
            return self
        }
        return ListenAddress(address: "0.0.0.0", port: port)
    }

    /// Only this machine can reach it.
    package var isLoopback: Bool {
        address == "::1" || address.hasPrefix("127.")
    }

    package var description: String {
        address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
