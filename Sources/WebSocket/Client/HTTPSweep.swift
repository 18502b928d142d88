import Glibc

/// Sends one request to many IPv4 addresses of the local network and collects the answers.
///
/// It blocks its caller, opens a bounded number of connections at a time, and gives each a bounded
/// time.
package struct HTTPSweep {
    /// An IPv4 address with a TCP port.
    package struct Target: Hashable, Sendable {
        /// In host byte order.
        package var address: UInt32
        /// The TCP port.
        package var port: UInt16

        package init(_ address: UInt32, _ port: UInt16) {
            self.address = address
            self.port = port
        }

        /// `192.168.1.20`, with the port where that is not 80.
        package var place: String {
            let host = IPv4.text(address)
            return port == 80 ? host : "\(host):\(port)"
        }
    }

    /// The path of the request.
    package var path: String
    /// The TCP port at every address.
    package var port: UInt16
    /// JSON to be posted; empty: it is a GET.
    package var posted: [UInt8] = []
    /// Connections at a time.
    var together = 64
    /// For one address: to connect, to ask and to answer. A neighbour that is there answers the
    /// address resolution within milliseconds, a Raspberry Pi under load a request within half a second.
    package var each: Duration = .milliseconds(1_500)
    /// For all of them.
    package var all: Duration = .seconds(18)
    /// The most bytes of an answer that are read.
    package var answerBytes = 16 * 1024

    package init(path: String, port: UInt16) {
        self.path = path
        self.port = port
    }

    /// How often the sweep checks `isStopped`.
    private static let lookMilliseconds: Int32 = 100

    /// Asks the addresses, each in host byte order, one after another; `found` takes the answers as they
    /// come. Ends early once `isStopped` says so.
    package func run(
        over addresses: [UInt32],
        isStopped: () -> Bool,
        found: (_ address: UInt32, HTTPClient.Reply) -> Void
    ) {
        run(
            at: addresses.map { Target($0, port) },
            isStopped: isStopped,
            found: { found($0.address, $1) }
        )
    }

    /// Asks these addresses, each at its own port, as ``run(over:isStopped:found:)`` does.
    package func run(
        at targets: [Target],
        isStopped: () -> Bool,
        found: (Target, HTTPClient.Reply) -> Void
    ) {
        var waiting = targets[...]
        var open: [SweepSocket] = []
        let end = ContinuousClock.now + all
        while !(waiting.isEmpty && open.isEmpty), !isStopped(), .now < end {
            while open.count < together, let target = waiting.popFirst() {
                let request = request(to: target)
                let deadline = min(end, .now + each)
                if let socket = SweepSocket(to: target, asking: request, until: deadline) {
                    open.append(socket)
                }
            }
            SweepSocket.wait(for: open, milliseconds: Self.lookMilliseconds)
            for socket in open { socket.advance(limit: answerBytes) }
            for socket in open {
                if let reply = socket.reply { found(socket.target, reply) }
            }
            let now = ContinuousClock.now
            open.removeAll { $0.isDone || now >= $0.deadline }
        }
    }

    private func request(to target: Target) -> [UInt8] {
        let host = ListenAddress(address: IPv4.text(target.address), port: target.port)
        let method = posted.isEmpty ? "GET" : "POST"
        var head = "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n"
        if !posted.isEmpty {
            head += "Content-Type: application/json\r\nContent-Length: \(posted.count)\r\n"
        }
        return Array((head + "\r\n").utf8) + posted
    }
}

/// IPv4 addresses as numbers in host byte order.
package enum IPv4 {
    /// From `192.168.1.20`; `nil` for anything else.
    package static func number(_ text: String) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { $0.hasPrefix("+") ? nil : UInt8($0) }
        guard parts.count == 4, bytes.count == 4 else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// `192.168.1.20`
    package static func text(_ address: UInt32) -> String {
        [24, 16, 8, 0].map { String(address >> $0 & 0xff) }.joined(separator: ".")
    }
}

/// One of the connections of an ``HTTPSweep``; it never blocks.
final class SweepSocket {
    let target: HTTPSweep.Target
    let deadline: ContinuousClock.Instant
    /// The whole answer, once it is there.
    private(set) var reply: HTTPClient.Reply?
    /// Nothing more can come.
    private(set) var isDone = false

    private let descriptor: Int32
    private var unsent: [UInt8]
    private var received: [UInt8] = []
    private var events: Int32 = 0

    /// Begins to connect; nil where the system refuses at once.
    init?(
        to target: HTTPSweep.Target,
        asking request: [UInt8],
        until deadline: ContinuousClock.Instant
    ) {
        descriptor = socket(
            AF_INET,
            Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue),
            0
        )
        self.target = target
        self.deadline = deadline
        unsent = request
        guard descriptor >= 0, connect() else { return nil }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    private func connect() -> Bool {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = target.port.bigEndian
        name.sin_addr.s_addr = target.address.bigEndian
        let result = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                Glibc.connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return result == 0 || errno == EINPROGRESS
    }

    /// Waits until one of the sockets is ready, at most this long.
    static func wait(for sockets: [SweepSocket], milliseconds: Int32) {
        var watched = sockets.map { socket in
            let event = socket.unsent.isEmpty ? POLLIN : POLLOUT
            return pollfd(fd: socket.descriptor, events: Int16(event), revents: 0)
        }
        let count = poll(&watched, nfds_t(watched.count), milliseconds)
        for (socket, result) in zip(sockets, watched) {
            // An interrupted wait ends early, which does no harm.
            socket.events = count > 0 ? Int32(result.revents) : 0
        }
    }

    /// Sends or receives whatever needs no waiting; reads `limit` bytes of an answer at most.
    func advance(limit: Int) {
        guard events != 0, !isDone else { return }
        if unsent.isEmpty {
            receive(limit)
        } else {
            send()
        }
    }

    private func send() {
        let count = Glibc.send(descriptor, unsent, unsent.count, Int32(MSG_NOSIGNAL))
        if count > 0 {
            unsent.removeFirst(count)
        } else if errno != EAGAIN, errno != EINTR {
            isDone = true
        }
    }

    private func receive(_ limit: Int) {
        var piece = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &piece, piece.count, 0)
        let number = errno
        if count > 0 {
            received += piece[..<count]
            finish(isOver: received.count > limit)
        } else if count == 0 || (number != EAGAIN && number != EINTR) {
            finish(isOver: true)
        }
    }

    /// Parses the answer once it is whole or the other side has closed.
    private func finish(isOver: Bool) {
        isDone = isOver
        guard let end = Self.headEnd(in: received),
            let head = ReplyHead(String(decoding: received[..<end], as: UTF8.self))
        else { return }
        let body = Array(received[end...])
        let announced = head.value(of: "content-length").flatMap { Int($0) }
        guard isOver || announced.map({ body.count >= $0 }) ?? false else { return }
        isDone = true
        reply = HTTPClient.Reply(
            status: head.status,
            contentType: head.value(of: "content-type"),
            body: announced.map { Array(body.prefix(max(0, $0))) } ?? body
        )
    }

    /// Where the body begins.
    private static func headEnd(in bytes: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= mark.count else { return nil }
        return (0...bytes.count - mark.count).first { start in
            bytes[start..<start + mark.count].elementsEqual(mark)
        }.map { $0 + mark.count }
    }
}
