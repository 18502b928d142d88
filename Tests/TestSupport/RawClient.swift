import Glibc

/// A client with nothing between the test and the bytes: a blocking socket on loopback.
package final class RawClient {
    private var descriptor: Int32
    private var pending: [UInt8] = []

    /// The longest wait of a test; only a failure takes that long.
    private static let patienceSeconds = 20

    /// What went wrong, for the test's report.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) {
            self.description = description
        }
    }

    package init(port: UInt16, address: String = "127.0.0.1", receiveBufferBytes: Int32? = nil)
        throws
    {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, String(port), &hints, &found) == 0, let found else {
            throw Failure(description: "\(address) is no address")
        }
        defer { freeaddrinfo(found) }
        descriptor = socket(found.pointee.ai_family, found.pointee.ai_socktype, 0)
        if var bytes = receiveBufferBytes {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, 4)
        }
        var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        guard connect(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0 else {
            throw Failure(description: "connect: errno \(errno)")
        }
    }

    deinit {
        leave()
    }

    /// Closes the connection, on request with a reset.
    package func leave(byReset: Bool = false) {
        guard descriptor >= 0 else { return }
        if byReset {
            var linger = linger(l_onoff: 1, l_linger: 0)
            let size = socklen_t(MemoryLayout<Glibc.linger>.size)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, size)
        }
        close(descriptor)
        descriptor = -1
    }

    package func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    package func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                Glibc.send(
                    descriptor,
                    all.baseAddress.map { $0 + sent },
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { throw Failure(description: "send: errno \(errno)") }
            sent += count
        }
    }

    /// Closes the sending side.
    package func finishSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// One read from the socket; empty at its end, also where the server reset it.
    package func readOnce() throws -> [UInt8] {
        var room = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &room, room.count, 0)
        if count < 0 && errno == ECONNRESET {
            return []
        }
        guard count >= 0 else { throw Failure(description: "recv: errno \(errno)") }
        return Array(room[..<count])
    }

    /// Reads exactly `count` bytes.
    package func read(_ count: Int) throws -> [UInt8] {
        while pending.count < count {
            let more = try readOnce()
            guard !more.isEmpty else {
                throw Failure(description: "closed after \(pending.count) of \(count) bytes")
            }
            pending += more
        }
        defer { pending.removeFirst(count) }
        return Array(pending[..<count])
    }

    /// Reads up to and including the first `end`.
    package func read(upTo end: String) throws -> String {
        let end = Array(end.utf8)
        var from = 0
        while true {
            if let index = index(of: end, from: from) {
                return String(decoding: try read(index + end.count), as: UTF8.self)
            }
            from = max(0, pending.count - end.count)
            let more = try readOnce()
            guard !more.isEmpty else {
                throw Failure(
                    description: "closed after \(String(decoding: pending, as: UTF8.self))"
                )
            }
            pending += more
        }
    }

    /// Reads until the server ends the connection.
    package func takeAll() throws -> [UInt8] {
        while true {
            let more = try readOnce()
            if more.isEmpty {
                defer { pending = [] }
                return pending
            }
            pending += more
        }
    }

    /// Bytes that were received and not returned yet.
    package var unread: Int { pending.count }

    private func index(of end: [UInt8], from: Int) -> Int? {
        guard pending.count >= end.count else { return nil }
        return (from...(pending.count - end.count)).first { start in
            pending[start..<start + end.count].elementsEqual(end)
        }
    }
}
