/// Cuts an answer into the pieces that are written one after the other.
struct ResponseWriter {
    /// Bytes of one piece: what a slow reader makes libwebsockets keep a copy of, at most.
    static let pieceBytes = 16 * 1024

    /// The head, with as much of the body as makes one piece.
    private let start: OutgoingBytes
    private let body: OutgoingBytes
    /// Bytes of body that the first piece holds.
    private let bodyInStart: Int
    /// Bytes of body that have been handed out; nil before the first piece.
    private var bodyWritten: Int?

    /// Whether the connection ends with this answer.
    let closes: Bool

    /// `sendsBody` is false for the answer to a HEAD request.
    init(_ response: Response, closes: Bool, sendsBody: Bool) {
        self.closes = closes
        let hasLength = response.status >= 200 && response.status != 204 && response.status != 304
        body = sendsBody && hasLength ? response.body : .empty
        let head = ResponseHead.bytes(
            of: response,
            contentLength: hasLength ? response.body.count : nil,
            closes: closes
        )
        let taken = min(body.count, max(0, Self.pieceBytes - head.count))
        let body = body
        start = OutgoingBytes(count: head.count + taken) { room in
            room.copyBytes(from: head)
            body.withBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: room[head.count...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<taken]))
            }
        }
        bodyInStart = taken
    }

    /// Whether all pieces have been handed out.
    var isDone: Bool { bodyWritten == body.count }

    /// Hands the next piece to `write`; none is left when `isDone`.
    mutating func writeNext<Result>(
        _ write: (UnsafeMutablePointer<UInt8>, Int) -> Result
    ) -> Result {
        guard let written = bodyWritten else {
            bodyWritten = bodyInStart
            return write(start.payload.assumingMemoryBound(to: UInt8.self), start.count)
        }
        let count = min(Self.pieceBytes, body.count - written)
        bodyWritten = written + count
        return write((body.payload + written).assumingMemoryBound(to: UInt8.self), count)
    }
}
