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

    /// Plain text for a person, with a line end behind it.
    package static func text(_ status: Int, _ text: String) -> Response {
        Response(
            status: status,
            contentType: "text/plain; charset=utf-8",
            body: OutgoingBytes(text + "\n")
        )
    }
}
