package import TLS

/// What happens on a connection, in the order in which it does.
package enum MQTTEvent: Equatable, Sendable {
    /// The broker has accepted the connection; subscribe now.
    case connected
    case message(MQTTMessage)
    /// A message of this many bytes came and was dropped: more than is allowed.
    case oversized(topic: String, bytes: Int)
    /// The broker has confirmed a message, or a message that needs none is on its way.
    case published(id: CInt)
    /// The connection has ended; no event follows.
    case ended(MQTTEnd)
}

/// Why a connection ended, or was never made.
package enum MQTTEnd: Error, Equatable, Sendable {
    /// Nothing answers at the address, or not in MQTT; the text says which.
    case unreachable(String)
    /// The certificate is not the right one: the password was not sent.
    case untrusted(TLSRefusal)
    /// The broker refused the connection.
    case refused(MQTTRefusal)
    /// The open connection broke.
    case lost(String)
    /// The peer sent more than a message may have.
    case flooded(bytes: Int)
}

/// Why a broker refused a connection (MQTT 3.1.1, section 3.2.2.3, "Connect Return code").
package enum MQTTRefusal: Equatable, Sendable {
    case protocolVersion
    case clientID
    case unavailable
    /// Name or password have not the right form, or are wrong.
    case badCredentials
    /// Name or password are wrong, or do not permit it.
    case notAuthorized
    /// None of the codes that the standard knows.
    case other(CInt)

    init(code: CInt) {
        switch code {
        case 1: self = .protocolVersion
        case 2: self = .clientID
        case 3: self = .unavailable
        case 4: self = .badCredentials
        case 5: self = .notAuthorized
        default: self = .other(code)
        }
    }
}
