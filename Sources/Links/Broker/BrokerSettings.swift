package import Dialects

/// Which broker a device connects to, as whom, and what it publishes there.
package struct BrokerSettings: Equatable, Sendable {
    /// The TLS settings of the connection.
    package struct Encryption: Equatable, Sendable {
        /// PEM file of the authorities that may sign the broker's certificate; empty: those that the
        /// machine trusts.
        package var authorities = ""
        /// PEM file of the device's own certificate; empty: the device shows none.
        package var certificate = ""
        /// PEM file of that certificate's key, without a password; may be the same file.
        package var key = ""

        package init() {}
    }

    /// What renews the lease of heat that a client asked for over the broker.
    package enum Renewal: String, CaseIterable, Sendable {
        /// Echoes from the broker, unless Home Assistant has said that it is offline. Commands and
        /// heartbeats too.
        case presence
        /// Only commands and messages at the heartbeat topic.
        case heartbeat
    }

    /// A name or numeric address.
    package var host: String
    /// A TCP port, 1 to 65535.
    package var port: Int
    /// TLS; `nil`: the connection is not encrypted.
    package var encryption: Encryption?
    /// The user name for the broker; empty: none.
    package var username = ""
    /// A secret: it is sent to the broker only.
    package var password = ""
    /// A file with the password in its first line; `nil`: no file.
    package var passwordFile: String?
    /// The MQTT client ID: a broker ends the older of two connections with the same one. Empty: made
    /// from the id.
    package var clientID: String
    /// The device's identity on the broker, which must be unique. Empty: the profile's identity.
    package var id: String
    /// The beginning of the device's own topics.
    package var prefix = "hearth"
    /// Home Assistant's `discovery_prefix`.
    package var discoveryPrefix = "homeassistant"
    /// Where Home Assistant says that it has come or gone (its `birth_message` and `will_message`); `nil`:
    /// below ``discoveryPrefix``.
    package var statusTopic: String?
    /// The beginning of the stock topics.
    package var stockPrefix = "panda_breath"
    /// The lease of heat that was asked for over the broker: without a renewal the heat then ends.
    package var lease = Duration.seconds(60)
    /// What renews that lease.
    package var renewal = Renewal.presence
    /// What renews the lease renews the longest session too, so that nobody has to ask again.
    package var renewsSession = false
    /// Discovery and state for Home Assistant are published, and its commands followed.
    package var speaksHomeAssistant = true
    /// The topics of the stock firmware are published and followed.
    package var speaksStock = false
    /// An orderly end deletes all retained messages: a simulated device does not come back.
    package var isPassing = false

    /// Settings without encryption and without a password.
    package init(host: String, port: Int, id: String) {
        self.host = host
        self.port = port
        self.id = id
        clientID = id.isEmpty ? "" : Self.clientID(for: id)
    }

    /// The same settings, with `identity` as the id where they have none, and with a client ID.
    package func joined(byDevice identity: String) -> BrokerSettings {
        var settings = self
        if id.isEmpty { settings.id = identity }
        if clientID.isEmpty { settings.clientID = Self.clientID(for: settings.id) }
        return settings
    }

    /// The default client ID, made from the id, which no two devices share.
    package static func clientID(for id: String) -> String { "hearth-\(id)" }

    /// The topics of the stock firmware.
    package var stock: StockTopics { StockTopics(prefix: stockPrefix, id: id) }

    /// The topics for Home Assistant. A connection has only one last will, whose topic both dialects
    /// share.
    package var homeAssistant: HomeAssistantTopics {
        HomeAssistantTopics(
            prefix: prefix,
            id: id,
            discoveryPrefix: discoveryPrefix,
            availability: speaksStock ? stock.availability : nil,
            status: statusTopic
        )
    }

    /// The topic that says whether the device is online.
    package var availability: String { homeAssistant.availability }

    /// The topic of the device's messages to itself: they prove that the broker passes messages on.
    package var echo: String { "\(homeAssistant.base)/echo" }

    /// Host and port, for people.
    package var place: String { "\(host):\(port)" }

    /// Every topic at which the device may publish retained messages, in any dialect.
    var retainedTopics: [String] {
        [
            homeAssistant.discovery, homeAssistant.state, "\(homeAssistant.base)/availability",
            stock.availability,
        ]
    }

    /// The retained topics of the dialects that are in use.
    var keptTopics: [String] {
        guard speaksHomeAssistant else { return speaksStock ? [availability] : [] }
        return [homeAssistant.discovery, homeAssistant.state, availability]
    }
}
