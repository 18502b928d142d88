import Glibc
import System

/// A blocking connection to a server, with a limit on the time of every call.
struct ClientSocket: ~Copyable {
    private let descriptor: Int32
    private let host: String
    private let port: UInt16
    private var pending: [UInt8]
    private var deadline: ContinuousClock.Instant

    init(to host: String, _ port: UInt16, within time: Duration) throws(HTTPClientError) {
        // Calls that throw come first: Swift 6.0 cannot destroy a half-initialised `~Copyable`
        // value.
        let deadline = ContinuousClock.Instant.now + time
        descriptor = try Self.connect(to: host, port, before: deadline)
        self.deadline = deadline
        self.host = host
        self.port = port
        pending = []
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) throws(HTTPClientError) {
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
                // The server may have answered before it read everything: read the answer.
                return
            }
        }
    }

    /// Reads exactly this many bytes.
    mutating func readExactly(_ count: Int) throws(HTTPClientError) -> [UInt8] {
        while pending.count < count {
            guard try fill() else {
                throw HTTPClientError(.malformed, of: host, port, "ended its answer too early")
            }
        }
        defer { pending.removeFirst(count) }
        return Array(pending[..<count])
    }

    /// Reads until the server closes the connection.
    mutating func takeAll(limit: Int) throws(HTTPClientError) -> [UInt8] {
        while try fill() {
            guard pending.count <= limit else {
                throw HTTPClientError(.tooLarge, of: host, port, "sends more than \(limit) bytes")
            }
        }
        return pending
    }

    /// Reads text up to and including the first `end`; at the end of the connection the rest, or
    /// nil if there is none.
    mutating func read(upTo end: String, limit: Int) throws(HTTPClientError) -> String? {
        let end = Array(end.utf8)
        var searched = 0
        while true {
            if let count = length(upTo: end, from: searched) {
                defer { pending.removeFirst(count) }
                return String(decoding: pending[..<count], as: UTF8.self)
            }
            guard pending.count <= limit else {
                throw HTTPClientError(.tooLarge, of: host, port, "sends more than \(limit) bytes")
            }
            searched = max(0, pending.count - end.count + 1)
            guard try fill() else {
                defer { pending = [] }
                return pending.isEmpty ? nil : String(decoding: pending, as: UTF8.self)
            }
        }
    }

    private func length(upTo end: [UInt8], from searched: Int) -> Int? {
        guard pending.count >= end.count else { return nil }
        for start in searched...(pending.count - end.count)
        where pending[start..<start + end.count].elementsEqual(end) {
            return start + end.count
        }
        return nil
    }

    /// Reads once; false at the end of the connection.
    private mutating func fill() throws(HTTPClientError) -> Bool {
        while true {
            guard Self.wait(for: POLLIN, on: descriptor, before: deadline) else {
                throw HTTPClientError(.timedOut, of: host, port, "did not answer in time")
            }
            var count = 0
            let descriptor = descriptor
            let piece = [UInt8](unsafeUninitializedCapacity: 16 * 1024) { room, filled in
                count = recv(descriptor, room.baseAddress, room.count, 0)
                filled = max(0, count)
            }
            let number = errno
            if count >= 0 {
                pending += piece
                return count > 0
            }
            if number == ECONNRESET {
                return false
            }
            if number != EAGAIN && number != EINTR {
                let reason = SystemError.words(for: number)
                throw HTTPClientError(.malformed, of: host, port, "broke off: \(reason)")
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
                close(descriptor)
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
