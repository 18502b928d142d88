import Glibc

/// An answer to a request.
package struct Response: Sendable {
    /// HTTP status, 200 to 599.
    package var status: Int
    /// Value of `Content-Type`; nil sends none.
    package var contentType: String?
    /// Further headers; `Content-Length`, `Connection` and `Content-Type` are the server's.
    package var headers: [Header]
    /// Sent as it is; for a HEAD request only its length is.
    package var body: OutgoingBytes
    /// Whether the connection ends with this answer.
    package var closesConnection: Bool

    /// One line of the head.
    package struct Header: Sendable, Equatable {
        /// Without the colon.
        package var name: String
        /// Without line breaks.
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(
        status: Int,
        contentType: String? = nil,
        headers: [Header] = [],
        body: OutgoingBytes = .empty,
        closesConnection: Bool = false
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
        self.closesConnection = closesConnection
    }

    /// Plain text for a person, with a line end after it.
    package static func text(_ status: Int, _ text: String) -> Response {
        Response(
            status: status,
            contentType: "text/plain; charset=utf-8",
            body: OutgoingBytes(text + "\n")
        )
    }
}

/// The first lines of an answer, as HTTP/1.1 wants them.
enum ResponseHead {
    /// The head with its empty line; `contentLength` in bytes, nil where the end of the connection
    /// ends the body.
    static func bytes(of response: Response, contentLength: Int?, closes: Bool) -> [UInt8] {
        var text = "HTTP/1.1 \(response.status) \(reason(of: response.status))\r\n"
        // RFC 9110 section 6.6.1; a client whose clock differs places our times by it.
        append(Response.Header("Date", HTTPDate.now().text), to: &text)
        if let contentType = response.contentType {
            append(Response.Header("Content-Type", contentType), to: &text)
        }
        for header in response.headers {
            append(header, to: &text)
        }
        if let contentLength {
            text += "Content-Length: \(contentLength)\r\n"
        }
        if closes {
            text += "Connection: close\r\n"
        }
        text += "\r\n"
        return Array(text.utf8)
    }

    /// A header with a control character in it would let a client's words become headers of ours,
    /// so it is left out.
    private static func append(_ header: Response.Header, to text: inout String) {
        let isClean = (header.name + header.value).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
        if isClean {
            text += "\(header.name): \(header.value)\r\n"
        }
    }

    /// RFC 9110 section 15; the client needs the number only.
    private static func reason(of status: Int) -> String {
        switch status {
        case 200: "OK"
        case 202: "Accepted"
        case 204: "No Content"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 426: "Upgrade Required"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        default: "Status \(status)"
        }
    }
}

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

/// A point in calendar time as HTTP writes it (RFC 9110 section 5.6.7).
package struct HTTPDate {
    /// For example `Sun, 06 Nov 1994 08:49:37 GMT`.
    package let text: String

    /// UTC; a year that does not fit C's `tm` gives an empty text.
    package init(secondsSince1970 seconds: Int) {
        var seconds = time_t(seconds)
        var parts = tm()
        // It fails only where the year does not fit its field: then there is no date to tell.
        guard gmtime_r(&seconds, &parts) != nil else {
            text = ""
            return
        }
        let day = Self.days[Int(parts.tm_wday)]
        let month = Self.months[Int(parts.tm_mon)]
        text =
            "\(day), \(Self.twoDigits(parts.tm_mday)) \(month) \(Int(parts.tm_year) + 1900) "
            + [parts.tm_hour, parts.tm_min, parts.tm_sec].map(Self.twoDigits).joined(separator: ":")
            + " GMT"
    }

    /// The machine's clock, right or wrong; a client can compare it with its own.
    static func now() -> HTTPDate {
        HTTPDate(secondsSince1970: time(nil))
    }

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func twoDigits(_ number: Int32) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
