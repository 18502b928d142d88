import TLS

/// A blocking connection to a server, with a limit on the time of every call.
struct ClientSocket: ~Copyable {
    private let socket: RawSocket
    /// `nil`: in the clear.
    private let tls: TLSStream?
    private let host: String
    private let port: UInt16
    private var pending: [UInt8]
    private var deadline: ContinuousClock.Instant

    /// Bytes that are encrypted at once: as many as one record of TLS holds.
    private static let pieceBytes = 16 * 1024

    /// - Parameter trust: whose certificate the server must show; `nil`: it is spoken to in the clear.
    init(
        to host: String,
        _ port: UInt16,
        trusting trust: TLSTrust? = nil,
        within time: Duration
    ) throws(HTTPClientError) {
        // Calls that throw come first: Swift 6.0 cannot destroy a half-initialised `~Copyable`
        // value.
        let deadline = ContinuousClock.Instant.now + time
        let socket = try RawSocket(to: host, port, before: deadline)
        let tls: TLSStream?
        do throws(HTTPClientError) {
            if let trust {
                tls = try socket.encrypted(trusting: trust, before: deadline)
            } else {
                tls = nil
            }
        } catch {
            socket.close()
            throw error
        }
        self.socket = socket
        self.tls = tls
        self.deadline = deadline
        self.host = host
        self.port = port
        pending = []
    }

    deinit {
        socket.close()
    }

    /// From now on every call has until then.
    mutating func allow(_ time: Duration) {
        deadline = .now + time
    }

    func send(_ bytes: [UInt8]) throws(HTTPClientError) {
        guard let tls else {
            try socket.send(bytes, before: deadline)
            return
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            tls.encrypt(rest.prefix(Self.pieceBytes))
            rest = rest.dropFirst(Self.pieceBytes)
            guard try socket.send(tls.collect(), before: deadline) else { return }
        }
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

    /// What has come and was not read yet, or else what comes next; `nil` at the end of the connection.
    mutating func readSome(atMost limit: Int = .max) throws(HTTPClientError) -> [UInt8]? {
        if pending.isEmpty {
            guard try fill() else { return nil }
        }
        let count = min(limit, pending.count)
        defer { pending.removeFirst(count) }
        return Array(pending[..<count])
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
            let piece = try socket.receive(before: deadline)
            guard let tls else {
                pending += piece
                return !piece.isEmpty
            }
            tls.receive(piece)
            guard let words = tls.decrypted(), !piece.isEmpty || !words.isEmpty else {
                return false
            }
            pending += words
            if !words.isEmpty { return true }
        }
    }
}
