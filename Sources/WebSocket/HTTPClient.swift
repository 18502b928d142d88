/// Requests to a server on this machine or network, one connection each, for the command line.
///
/// It blocks its caller, speaks plain HTTP/1.1 without chunks or redirects, and keeps nothing.
package struct HTTPClient: Sendable {
    /// A name or numeric address.
    package var host: String
    /// The server's TCP port.
    package var port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
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
        var socket = try ClientSocket(to: host, port, within: timeout)
        try socket.send(head(method, path, headers, bodyCount: body.count) + body)
        let head = try readHead(from: &socket)
        guard !head.isChunked else {
            throw HTTPClientError(.malformed, of: host, port, "sent its answer in chunks")
        }
        let hasBody = method != .head && head.status != 204 && head.status != 304
        return Reply(
            status: head.status,
            contentType: head.value(of: "content-type"),
            body: hasBody ? try readBody(announcedBy: head, from: &socket) : [],
            head: head
        )
    }

    private func head(
        _ method: RequestHead.Method,
        _ path: String,
        _ headers: [Response.Header],
        bodyCount: Int
    ) -> [UInt8] {
        let name = host.contains(":") ? "[\(host)]" : host
        var lines = ["\(method.rawValue) \(path) HTTP/1.1", "Host: \(name):\(port)"]
        lines.append("Connection: close")
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
            if head.status >= 200 {
                return head
            }
        }
    }

    private func readBody(
        announcedBy head: ReplyHead,
        from socket: inout ClientSocket
    ) throws(HTTPClientError) -> [UInt8] {
        guard let announced = head.value(of: "content-length") else {
            return try socket.takeAll(limit: Self.bodyLimit)
        }
        guard let count = Int(announced), count >= 0 else {
            throw HTTPClientError(.malformed, of: host, port, "announced \(announced) bytes")
        }
        guard count <= Self.bodyLimit else {
            throw HTTPClientError(.tooLarge, of: host, port, "announced \(announced) bytes")
        }
        return try socket.readExactly(count)
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

    var isChunked: Bool { value(of: "transfer-encoding") != nil }

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
        /// The server's answer is larger than 16 MiB, or its head than 64 KiB.
        case tooLarge
    }

    /// For a caller's decision; ``description`` is for people.
    package let kind: Kind
    /// What happened, where, and what to do.
    package let description: String

    init(_ kind: Kind, of host: String, _ port: UInt16, _ what: String) {
        self.kind = kind
        let place = ListenAddress(address: host, port: port)
        switch kind {
        case .unreachable:
            description = "cannot reach \(place): \(what); is a server running there?"
        case .timedOut:
            description = "\(place) \(what)"
        case .malformed, .tooLarge:
            description = "\(place) \(what), which is not what was asked for"
        }
    }
}
