package import Dialects

/// Which broker a device joins, as whom, and what it says there.
package struct BrokerSettings: Equatable, Sendable {
    /// How the connection is kept from others.
    package struct Encryption: Equatable, Sendable {
        /// PEM file of the authorities that the broker's certificate may come from; empty: those that
        /// the machine trusts.
        package var authorities = ""
        /// PEM files of the device's own certificate and its key; empty: it shows none.
        package var certificate = ""
        /// PEM file of that certificate's key, without a password.
        package var key = ""

        package init() {}
    }

    /// What renews the lease of heat that somebody asked for over the broker.
    package enum Renewal: String, CaseIterable, Sendable {
        /// That messages come back from the broker and Home Assistant has not said that it is gone.
        case presence
        /// Messages at the heartbeat topic, and commands, alone.
        case heartbeat
    }

    /// A name or numeric address.
    package var host: String
    /// A TCP port, 1 to 65535.
    package var port: Int
    /// `nil`: in the clear.
    package var encryption: Encryption?
    /// Empty: none is given.
    package var username = ""
    /// A secret: it leaves for the broker and for nobody else.
    package var password = ""
    /// A file with the password in its first line; `nil`: there is none.
    package var passwordFile: String?
    /// How the broker tells connections apart: it ends the older of two with the same one. Empty: made
    /// of the id.
    package var clientID: String
    /// The device's identity on the broker: no two may share it. Empty: the device's own.
    package var id: String
    /// What stands before the device's own topics.
    package var prefix = "hearth"
    /// Home Assistant's `discovery_prefix`.
    package var discoveryPrefix = "homeassistant"
    /// What stands before stock's topics.
    package var stockPrefix = "panda_breath"
    /// Heat that was asked for over the broker ends unless it is renewed within this time.
    package var lease = Duration.seconds(60)
    /// What keeps heat on that was asked for over the broker.
    package var renewal = Renewal.presence
    /// Publishes discovery and state for Home Assistant, and follows its commands.
    package var speaksHomeAssistant = true
    /// Publishes and follows stock's own topics.
    package var speaksStock = false
    /// The broker is to forget the device when it leaves in order: a simulated one does not come back.
    package var isPassing = false

    /// In the clear and without a password, until they are set.
    package init(host: String, port: Int, id: String) {
        self.host = host
        self.port = port
        self.id = id
        clientID = id.isEmpty ? "" : Self.clientID(for: id)
    }

    /// The same broker, joined by the device with this identity where the settings name none.
    package func joined(byDevice identity: String) -> BrokerSettings {
        var settings = self
        if id.isEmpty { settings.id = identity }
        if clientID.isEmpty { settings.clientID = Self.clientID(for: settings.id) }
        return settings
    }

    /// What a connection is called where nobody says otherwise: made of the id, which no two share.
    package static func clientID(for id: String) -> String { "hearth-\(id)" }

    /// Stock's topics.
    package var stock: StockTopics { StockTopics(prefix: stockPrefix, id: id) }

    /// Home Assistant's; a connection has one last will, so that both dialects share its topic.
    package var homeAssistant: HomeAssistantTopics {
        HomeAssistantTopics(
            prefix: prefix,
            id: id,
            discoveryPrefix: discoveryPrefix,
            availability: speaksStock ? stock.availability : nil
        )
    }

    /// Where the broker says whether the device is there.
    package var availability: String { homeAssistant.availability }

    /// Where the device talks to itself, to see whether the broker still passes messages on.
    package var echo: String { "\(homeAssistant.base)/echo" }

    /// The broker for people.
    package var place: String { "\(host):\(port)" }

    /// Every topic at which the broker keeps something of the device, whichever dialects it speaks.
    var retainedTopics: [String] {
        [
            homeAssistant.discovery, homeAssistant.state, "\(homeAssistant.base)/availability",
            stock.availability,
        ]
    }

    /// Those of them that are in use.
    var keptTopics: [String] {
        guard speaksHomeAssistant else { return speaksStock ? [availability] : [] }
        return [homeAssistant.discovery, homeAssistant.state, availability]
    }
}
