import Glibc

/// The same question to many IPv4 addresses of the local network: who of them answers, and what.
///
/// It blocks its caller and opens a bounded number of connections at a time; each asks once, with
/// `Connection: close`, and is given up after a bounded time.
package struct HTTPSweep {
    /// The path that is asked for by GET.
    package var path: String
    /// The TCP port at every address.
    package var port: UInt16
    /// Connections at a time.
    var together = 64
    /// For one address: to connect, to ask and to answer. A neighbour that is there answers the
    /// address resolution within milliseconds, a Raspberry Pi under load a request within half a second.
    package var each: Duration = .milliseconds(1_500)
    /// For all of them.
    package var all: Duration = .seconds(18)
    /// Bytes of an answer that are taken at most.
    package var answerBytes = 16 * 1024

    package init(path: String, port: UInt16) {
        self.path = path
        self.port = port
    }

    /// How often it looks whether it is to end.
    private static let lookMilliseconds: Int32 = 100

    /// Asks the addresses, each in host byte order, one after another; `found` takes the answers as they
    /// come. Ends early once `isStopped` says so.
    package func run(
        over addresses: [UInt32],
        isStopped: () -> Bool,
        found: (_ address: UInt32, HTTPClient.Reply) -> Void
    ) {
        var waiting = addresses[...]
        var open: [SweepSocket] = []
        let end = ContinuousClock.now + all
        while !(waiting.isEmpty && open.isEmpty), !isStopped(), .now < end {
            while open.count < together, let address = waiting.popFirst() {
                let request = request(to: address)
                let deadline = min(end, .now + each)
                if let socket = SweepSocket(to: address, port, asking: request, until: deadline) {
                    open.append(socket)
                }
            }
            SweepSocket.wait(for: open, milliseconds: Self.lookMilliseconds)
            for socket in open { socket.advance(limit: answerBytes) }
            for socket in open {
                if let reply = socket.reply { found(socket.address, reply) }
            }
            let now = ContinuousClock.now
            open.removeAll { $0.isDone || now >= $0.deadline }
        }
    }

    private func request(to address: UInt32) -> [UInt8] {
        let host = ListenAddress(address: IPv4.text(address), port: port)
        return Array("GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n".utf8)
    }
}

/// IPv4 addresses as numbers in host byte order.
package enum IPv4 {
    /// `192.168.1.20`
    package static func text(_ address: UInt32) -> String {
        [24, 16, 8, 0].map { String(address >> $0 & 0xff) }.joined(separator: ".")
    }
}
