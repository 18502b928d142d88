package import Chamber

/// Bytes at a topic of an MQTT broker, as a dialect reads and writes them.
package struct BrokerMessage: Equatable, Sendable {
    /// The whole topic, without wildcards.
    package var topic: String
    /// Any bytes; an empty retained message removes the broker's retained one.
    package var payload: [UInt8]
    /// Outgoing: the broker keeps it for later subscribers. Incoming: the broker had kept it, and
    /// it may be of any age.
    package var isRetained: Bool

    /// Outgoing: the broker confirms it, though it need not keep it.
    package var isConfirmed = false

    package init(_ topic: String, _ payload: [UInt8], isRetained: Bool = false) {
        self.topic = topic
        self.payload = payload
        self.isRetained = isRetained
    }

    /// A message of text, in UTF-8.
    package init(_ topic: String, _ text: String, isRetained: Bool = false) {
        self.init(topic, Array(text.utf8), isRetained: isRetained)
    }

    /// The payload as text; `nil`: it is no UTF-8.
    package var text: String? { String(validating: payload, as: UTF8.self) }

    /// Removes what the broker keeps at a topic (MQTT 3.1.1, section 3.3.1.3).
    package static func forgetting(_ topic: String) -> BrokerMessage {
        BrokerMessage(topic, [], isRetained: true)
    }
}

/// The result of reading a command from a broker.
package enum CommandReading: Equatable, Sendable {
    /// To be granted in this order.
    case wishes([Wish])
    /// The command is refused: why, for people.
    case refused(String)
}
