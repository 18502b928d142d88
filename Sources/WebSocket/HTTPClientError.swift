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
        /// The server's answer is larger than 16 MiB, or a line longer than 64 KiB.
        case tooLarge
        /// A stream was answered with a status other than 200.
        case status(Int)
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
        case .malformed, .tooLarge, .status:
            description = "\(place) \(what), which is not what was asked for"
        }
    }
}
