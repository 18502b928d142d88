package import Links

/// The options of `hearth-farm simulate`.
package struct FarmPlan: Sendable {
    /// What the simulated controllers say to the broker.
    package enum Topics: String, CaseIterable, Sendable {
        /// The thermostat's: changes at once, measurements every 5 s.
        case homeAssistant = "home-assistant"
        /// Stock's, twice a second.
        case stock
        case both
    }

    /// The ports that one address has for one broker.
    package static let mostControllers = 65_535
    /// Connections opened or closed a second: a starting broker meets no more either
    /// (``BrokerPatience`` spreads them), and TLS costs both sides milliseconds each.
    package static let connectionsPerSecond = 250

    package var count: Int
    /// Host, port, encryption, user, password and dialects; all else is each controller's own.
    package var broker: BrokerSettings
    /// What all topics and names begin with: no Home Assistant looks there.
    package var prefix = "farm"
    /// The length of the measurement.
    package var length = Duration.seconds(60)
    /// The share of controllers that are asked to heat, over the broker, in percent.
    package var heatingPercent = 50

    package init(count: Int, broker: BrokerSettings) {
        self.count = count
        self.broker = broker
    }

    /// Chooses the dialects.
    package mutating func speak(_ topics: Topics) {
        broker.speaksHomeAssistant = topics != .stock
        broker.speaksStock = topics != .homeAssistant
    }

    /// The link of one controller, counted from 0.
    package func settings(of index: Int) -> BrokerSettings {
        let digits = String(index + 1)
        var settings = broker
        settings.id = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        settings.clientID = "hearth-\(prefix.map { $0 == "/" ? "-" : String($0) }.joined())-"
        settings.clientID += settings.id
        settings.prefix = "\(prefix)/hearth"
        settings.discoveryPrefix = "\(prefix)/homeassistant"
        settings.stockPrefix = "\(prefix)/panda_breath"
        settings.isPassing = true
        return settings
    }

    /// When a controller begins to connect, from the start on; it leaves as long after the first.
    package static func offset(of index: Int) -> Duration {
        .seconds(1) * (Double(index) / Double(connectionsPerSecond))
    }

    /// Whether a controller is among those that heat: spread evenly.
    package func heats(_ index: Int) -> Bool {
        (index + 1) * heatingPercent / 100 > index * heatingPercent / 100
    }
}
