import Glibc
import System
import TLS

/// A socket that does not block, and the server that it leads to, for messages. Its owner closes it.
struct RawSocket {
    private let descriptor: Int32
    private let host: String
    private let port: UInt16

    /// Bytes that are read at once.
    private static let pieceBytes = 16 * 1024

    /// Connects, in the clear.
    init(
        to host: String,
        _ port: UInt16,
        before deadline: ContinuousClock.Instant
    ) throws(HTTPClientError) {
        self.host = host
        self.port = port
        descriptor = try Self.connect(to: host, port, before: deadline)
    }

    func close() {
        _ = Glibc.close(descriptor)
    }

    /// Sends all; false where the other side takes no more: it may have answered before it read everything.
    @discardableResult
    func send(
        _ bytes: [UInt8],
        before deadline: ContinuousClock.Instant
    ) throws(HTTPClientError) -> Bool {
        var sent = 0
        while sent < bytes.count {
            guard Self.wait(for: POLLOUT, on: descriptor, before: deadline) else {
                throw HTTPClientError(.timedOut, of: host, port, "does not read the request")
            }
            let count = bytes.withUnsafeBytes { all in
                Glibc.send(
                    descriptor,
                    all.baseAddress.map { $0 + sent },
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            let number = errno
            if count > 0 {
                sent += count
            } else if number != EAGAIN && number != EINTR {
                return false
            }
        }
        return true
    }

    /// What comes next; empty at the end of the connection.
    func receive(before deadline: ContinuousClock.Instant) throws(HTTPClientError) -> [UInt8] {
        while true {
            guard Self.wait(for: POLLIN, on: descriptor, before: deadline) else {
                throw HTTPClientError(.timedOut, of: host, port, "did not answer in time")
            }
            var count = 0
            let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { room, filled in
                count = recv(descriptor, room.baseAddress, room.count, 0)
                filled = max(0, count)
            }
            let number = errno
            if count >= 0 { return piece }
            if number == ECONNRESET { return [] }
            if number != EAGAIN && number != EINTR {
                let reason = SystemError.words(for: number)
                throw HTTPClientError(.malformed, of: host, port, "broke off: \(reason)")
            }
        }
    }

    /// TLS on this socket, once the server has shown a certificate that is trusted.
    func encrypted(
        trusting trust: TLSTrust,
        before deadline: ContinuousClock.Instant
    ) throws(HTTPClientError) -> TLSStream {
        let stream: TLSStream
        do throws(TLSError) {
            stream = try TLSStream(TLSContext(trust), to: host)
        } catch {
            throw HTTPClientError(.noTLS, of: host, port, error.message)
        }
        while true {
            let state = stream.shakeHands()
            try send(stream.collect(), before: deadline)
            switch state {
            case .done:
                return stream
            case .untrusted(let refusal):
                throw HTTPClientError(.untrusted, of: host, port, refusal.reason)
            case .failed(let reason):
                throw HTTPClientError(.noTLS, of: host, port, reason)
            case .waiting:
                let piece = try receive(before: deadline)
                guard !piece.isEmpty else {
                    throw HTTPClientError(.noTLS, of: host, port, "it ends the connection")
                }
                stream.receive(piece)
            }
        }
    }

    /// Tries the host's addresses in the order of the system.
    private static func connect(
        to host: String,
        _ port: UInt16,
        before deadline: ContinuousClock.Instant
    ) throws(HTTPClientError) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let failure = getaddrinfo(host, String(port), &hints, &found)
        guard failure == 0, let first = found else {
            let reason = String(cString: gai_strerror(failure))
            throw HTTPClientError(.unreachable, of: host, port, reason)
        }
        defer { freeaddrinfo(first) }
        var last = ECONNREFUSED
        var candidate: UnsafeMutablePointer<addrinfo>? = first
        while let address = candidate?.pointee {
            let descriptor = socket(address.ai_family, address.ai_socktype, 0)
            if descriptor >= 0 {
                last = outcome(ofConnecting: descriptor, to: address, before: deadline)
                if last == 0 {
                    return descriptor
                }
                _ = Glibc.close(descriptor)
            }
            candidate = address.ai_next
        }
        let reason = SystemError.words(for: last)
        throw HTTPClientError(last == ETIMEDOUT ? .timedOut : .unreachable, of: host, port, reason)
    }

    /// 0, or the error number.
    private static func outcome(
        ofConnecting descriptor: Int32,
        to address: addrinfo,
        before deadline: ContinuousClock.Instant
    ) -> Int32 {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 {
            return 0
        }
        let number = errno
        guard number == EINPROGRESS else { return number }
        guard wait(for: POLLOUT, on: descriptor, before: deadline) else { return ETIMEDOUT }
        var result: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &result, &length)
        return result
    }

    /// Whether the descriptor became ready, or broke, before the deadline.
    private static func wait(
        for event: Int32,
        on descriptor: Int32,
        before deadline: ContinuousClock.Instant
    ) -> Bool {
        while true {
            let left = ContinuousClock.Instant.now.duration(to: deadline)
            guard left > .zero else { return false }
            let milliseconds = Int32(clamping: left.microseconds / 1_000 + 1)
            var watched = pollfd(fd: descriptor, events: Int16(event), revents: 0)
            let count = poll(&watched, 1, milliseconds)
            if count > 0 {
                return true
            }
            if count < 0 && errno != EINTR {
                return false
            }
        }
    }
}

extension TLSRefusal {
    /// Why the certificate is not trusted, to follow "it is not trusted: ".
    fileprivate var reason: String {
        switch self {
        case .changed: "it is another one than before"
        case .otherName(let expected, let found): "it is for \(found), not for \(expected)"
        case .unknownAuthority(let reason): reason
        }
    }
}
