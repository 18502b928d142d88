import TLS

/// Requests to a server, one connection each, for the command line.
///
/// It blocks its caller, speaks HTTP/1.1, follows no redirect, and keeps nothing.
package struct HTTPClient: Sendable {
    /// A name or numeric address.
    package var host: String
    /// The server's TCP port.
    package var port: UInt16
    /// Whether it speaks TLS, to a server whose certificate is for this host and from a trusted authority.
    package var isEncrypted: Bool
    /// A PEM file with the trusted authorities; empty: those that this machine trusts.
    package var authorities = ""

    package init(host: String, port: UInt16, isEncrypted: Bool = false) {
        self.host = host
        self.port = port
        self.isEncrypted = isEncrypted
    }

    /// What came back.
    package struct Reply: Sendable, Equatable {
        /// HTTP status, 100 to 599.
        package var status: Int
        /// With its parameters, as the server wrote it; `nil`: none.
        package var contentType: String?
        /// Whole, at most 16 MiB.
        package var body: [UInt8]
        private let head: ReplyHead?

        /// An answer with these headers.
        package init(_ status: Int, _ headers: [Response.Header] = [], body: [UInt8] = []) {
            let lines = headers.map { "\($0.name): \($0.value)" }
            let head = ReplyHead((["HTTP/1.1 \(status)"] + lines).joined(separator: "\r\n"))
            let type = head?.value(of: "content-type")
            self.init(status: status, contentType: type, body: body, head: head)
        }

        init(status: Int, contentType: String?, body: [UInt8], head: ReplyHead? = nil) {
            self.status = status
            self.contentType = contentType
            self.body = body
            self.head = head
        }

        /// The value of the first header of this name, which must be in lower case.
        package func header(_ name: String) -> String? {
            head?.value(of: name)
        }
    }

    /// Bytes of an answer's body that are taken at most.
    private static let bodyLimit = 16 * 1024 * 1024
    /// The longest head of an answer, in bytes.
    private static let headLimit = 64 * 1024

    /// Asks and waits for the whole answer, at most `timeout` in all.
    package func request(
        _ method: RequestHead.Method,
        _ path: String,
        headers: [Response.Header] = [],
        body: [UInt8] = [],
        timeout: Duration = .seconds(5)
    ) throws(HTTPClientError) -> Reply {
        let exchange = try open(method, path, headers: headers, body: body, timeout: timeout)
        var body: [UInt8] = []
        while let part = try exchange.next() {
            body += part
            guard body.count <= Self.bodyLimit else {
                let words = "sends more than \(Self.bodyLimit) bytes"
                throw HTTPClientError(.tooLarge, of: host, port, words)
            }
        }
        return Reply(
            status: exchange.status,
            contentType: exchange.header("content-type"),
            body: body,
            head: exchange.head
        )
    }

    /// Asks and waits for the head of the answer, at most `timeout` in all.
    package func open(
        _ method: RequestHead.Method,
        _ path: String,
        headers: [Response.Header] = [],
        body: [UInt8] = [],
        timeout: Duration = .seconds(5)
    ) throws(HTTPClientError) -> HTTPExchange {
        var socket = try ClientSocket(
            to: host,
            port,
            trusting: isEncrypted ? .server(name: host, authorities: authorities) : nil,
            within: timeout
        )
        try socket.send(head(method, path, headers, bodyCount: body.count) + body)
        let head = try readHead(from: &socket)
        let framing = try framing(of: head, answering: method)
        return HTTPExchange(head, framing, on: socket, to: host, port)
    }

    private func head(
        _ method: RequestHead.Method,
        _ path: String,
        _ headers: [Response.Header],
        bodyCount: Int
    ) -> [UInt8] {
        var lines = ["\(method.rawValue) \(path) HTTP/1.1"]
        let given = headers.map { $0.name.lowercased() }
        if !given.contains("host") { lines.append("Host: \(authority)") }
        if !given.contains("connection") { lines.append("Connection: close") }
        lines += headers.map { "\($0.name): \($0.value)" }
        if bodyCount > 0 || method == .post || method == .put {
            lines.append("Content-Length: \(bodyCount)")
        }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// Reads heads until one is final: a 100 announces that another follows.
    private func readHead(from socket: inout ClientSocket) throws(HTTPClientError) -> ReplyHead {
        while true {
            let text = try socket.read(upTo: "\r\n\r\n", limit: Self.headLimit)
            guard let text, let head = ReplyHead(text) else {
                throw HTTPClientError(.malformed, of: host, port, "did not answer in HTTP")
            }
            if head.status >= 200 || head.status == 101 { return head }
        }
    }

    /// As a browser writes it: without the port that goes without saying.
    private var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isEncrypted ? 443 : 80) ? name : "\(name):\(port)"
    }

    private func framing(
        of head: ReplyHead,
        answering method: RequestHead.Method
    ) throws(HTTPClientError) -> HTTPExchange.Framing {
        if method == .head || head.status == 204 || head.status == 304 { return .none }
        if let coding = head.value(of: "transfer-encoding") {
            guard coding.lowercased() == "chunked" else {
                throw HTTPClientError(.malformed, of: host, port, "sent its answer as \(coding)")
            }
            return .chunked(ChunkedBody())
        }
        guard let announced = head.value(of: "content-length") else { return .untilTheEnd }
        guard let count = Int(announced), count >= 0 else {
            throw HTTPClientError(.malformed, of: host, port, "announced \(announced) bytes")
        }
        guard count <= Self.bodyLimit else {
            throw HTTPClientError(.tooLarge, of: host, port, "announced \(announced) bytes")
        }
        return .counted(count)
    }
}

/// The head of an answer, taken apart.
struct ReplyHead: Sendable, Equatable {
    let status: Int
    private let lines: [Substring]

    /// Nil if the text does not begin as an answer in HTTP/1.0 or 1.1.
    init?(_ text: String) {
        lines = text.split(separator: "\r\n")
        guard let first = lines.first, first.hasPrefix("HTTP/1.") else { return nil }
        let words = first.split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]), (100...599).contains(status) else {
            return nil
        }
        self.status = status
    }

    /// The value of the first header of this name, which must be in lower case.
    func value(of name: String) -> String? {
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name {
                return String(parts[1].drop { $0 == " " })
            }
        }
        return nil
    }
}

/// Why there is no answer.
package struct HTTPClientError: Error, Equatable, CustomStringConvertible {
    /// What a caller decides by.
    package enum Kind: Sendable, Equatable {
        /// Nobody listens there, or the name is unknown.
        case unreachable
        /// The server did not answer in time.
        case timedOut
        /// The server closed before the answer was complete, or what came is no HTTP.
        case malformed
        /// The server's certificate is not trusted; nothing was asked.
        case untrusted
        /// The server speaks no TLS, or TLS does not start here.
        case noTLS
        /// The server's answer is larger than 16 MiB, or its head than 64 KiB.
        case tooLarge
    }

    /// For a caller's decision; ``description`` is for people.
    package let kind: Kind
    /// What happened, where, and what to do.
    package let description: String

    /// - Parameter what: what happened, to follow the server's address.
    package init(_ kind: Kind, of host: String, _ port: UInt16, _ what: String) {
        self.kind = kind
        let place = ListenAddress(address: host, port: port)
        switch kind {
        case .unreachable:
            description = "cannot reach \(place): \(what); is a server running there?"
        case .timedOut:
            description = "\(place) \(what)"
        case .untrusted:
            description = "\(place) shows a certificate that is not trusted: \(what)"
        case .noTLS:
            description = "\(place) does not begin TLS: \(what)"
        case .malformed, .tooLarge:
            description = "\(place) \(what), which is not what was asked for"
        }
    }
}
