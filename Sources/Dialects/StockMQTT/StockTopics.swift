/// Where stock's own MQTT client, new in V1.0.4, listens and speaks.
package struct StockTopics: Equatable, Sendable {
    private let base: String

    /// - Parameter id: stock takes its network card's address, in twelve upper-case digits.
    package init(prefix: String, id: String) {
        base = "\(prefix)/\(id.uppercased())"
    }

    /// The state, twice a second.
    package var state: String { "\(base)/state" }

    /// One JSON object with any of the state's settings.
    package var command: String { "\(base)/command" }

    /// `online` or `offline`, retained.
    package var availability: String { "\(base)/availability" }
}
