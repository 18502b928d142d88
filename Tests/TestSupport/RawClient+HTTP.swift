/// Requests and answers as they look on the wire.
extension RawClient {
    package struct Answer {
        package let status: Int
        package let head: String
        package let body: [UInt8]

        package var text: String { String(decoding: body, as: UTF8.self) }

        package func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.first?.lowercased() == name.lowercased(), parts.count == 2 {
                    return String(parts[1].drop { $0 == " " })
                }
            }
            return nil
        }
    }

    package func request(
        _ method: String,
        _ path: String,
        headers: [String] = [],
        body: [UInt8] = []
    ) throws {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: localhost"] + headers
        if !body.isEmpty {
            lines.append("Content-Length: \(body.count)")
        }
        try send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
    }

    /// Reads an answer with a length; `isHead` where no body follows.
    package func answer(isHead: Bool = false) throws -> Answer {
        let head = try read(upTo: "\r\n\r\n")
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let empty = Answer(status: status, head: head, body: [])
        let length = isHead ? 0 : empty.header("Content-Length").flatMap { Int($0) } ?? 0
        return Answer(status: status, head: head, body: try read(length))
    }
}
