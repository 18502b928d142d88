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
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        default: "Status \(status)"
        }
    }
}
