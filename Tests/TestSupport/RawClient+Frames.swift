/// WebSocket frames as RFC 6455 section 5 draws them.
extension RawClient {
    package enum Opcode: UInt8 {
        case continuation = 0
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10
    }

    package struct Frame: Equatable {
        package let opcode: Opcode
        package let payload: [UInt8]

        package init(opcode: Opcode, payload: [UInt8]) {
            self.opcode = opcode
            self.payload = payload
        }

        package var text: String { String(decoding: payload, as: UTF8.self) }
    }

    /// The request for a WebSocket, with the key of RFC 6455's example.
    package static func upgrade(_ path: String, headers: [String] = []) -> String {
        let lines =
            [
                "GET \(path) HTTP/1.1", "Host: localhost", "Upgrade: websocket",
                "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
            ] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// Opens a WebSocket and returns the head of the 101.
    @discardableResult
    package func open(_ path: String, headers: [String] = []) throws -> Answer {
        try send(Self.upgrade(path, headers: headers))
        let answer = try answer(isHead: true)
        guard answer.status == 101 else {
            throw Failure(description: "no 101 but \(answer.head)")
        }
        return answer
    }

    /// The bytes of one frame of a client.
    package static func frame(
        _ opcode: Opcode,
        _ payload: [UInt8],
        isFinal: Bool = true,
        isMasked: Bool = true
    ) -> [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | opcode.rawValue]
        let maskBit: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ..<126:
            bytes.append(maskBit | UInt8(payload.count))
        case ..<65_536:
            bytes.append(maskBit | 126)
            bytes += [UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default:
            bytes.append(maskBit | 127)
            bytes += (0..<8).map { UInt8((payload.count >> (56 - 8 * $0)) & 255) }
        }
        guard isMasked else { return bytes + payload }
        let mask: [UInt8] = [0x37, 0xfa, 0x21, 0x3d]
        return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 & 3] }
    }

    package static func frame(_ text: String) -> [UInt8] {
        frame(.text, Array(text.utf8))
    }

    /// Reads one frame of the server, which masks none and fragments none.
    package func frame() throws -> Frame {
        let start = try read(2)
        guard start[0] & 0x80 != 0, let opcode = Opcode(rawValue: start[0] & 0x7f),
            start[1] & 0x80 == 0
        else { throw Failure(description: "a frame begins with \(start)") }
        var length = Int(start[1])
        if length == 126 {
            length = try read(2).reduce(0) { $0 << 8 | Int($1) }
        } else if length == 127 {
            length = try read(8).reduce(0) { $0 << 8 | Int($1) }
        }
        return Frame(opcode: opcode, payload: try read(length))
    }
}
