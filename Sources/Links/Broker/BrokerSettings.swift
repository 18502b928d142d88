package import Schema

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
    /// Messages to people are published.
    package var speaksNotices = false
    /// An orderly end deletes all retained messages: a simulated device does not come back.
    package var isPassing = false

    /// Settings without encryption and without a password.
    package init(host: String, port: Int, id: String) {
        self.host = host
        self.port = port
        self.id = id
        clientID = id.isEmpty ? "" : Self.clientID(for: id)
    }
}

extension BrokerSettings {
    /// The section `[mqtt]` of the service file.
    package static var schema: SectionSchema { BrokerSection.section.schema }

    /// Reads that section; `nil` without a broker's name, which a section with other settings requires.
    package static func read(_ reader: inout SchemaReader) -> BrokerSettings? {
        BrokerSection.read(&reader)
    }
}

/// The section `[mqtt]`: the broker that the device connects to.
private struct BrokerSection {
    private var settings = BrokerSettings(host: "", port: 1883, id: "")
    private var port: Int?
    private var lease: Duration?
    private var isEncrypted = false
    private var connects = true
    private var encryption = BrokerSettings.Encryption()

    private static let host = Field<String>.machine(
        "broker",
        meaning: "The MQTT broker's name or address. Without this section there is none."
    )
    private static let user = Field<String>(
        key: "user",
        meaning: "The user name at the broker. Left out, none is sent.",
        allowed: "a text of at most 256 bytes"
    ) { text in
        text.utf8.count <= 256 ? .value(text) : .wrong("is too long")
    }
    private static let renewal = Field<BrokerSettings.Renewal>(
        key: "renewal",
        meaning: "What renews the lease: presence, while the broker passes messages on and Home "
            + "Assistant is not gone; or heartbeat, only messages at PREFIX/ID/heartbeat. Left "
            + "out, presence.",
        allowed: "presence or heartbeat",
        words: BrokerSettings.Renewal.allCases.map(\.rawValue)
    ) { text in
        BrokerSettings.Renewal(rawValue: text).map { .value($0) } ?? .wrong("is neither")
    }

    static let section = SettingsSection<BrokerSection>(
        "mqtt",
        meaning: "An MQTT broker, and what Hearth publishes there.",
        connection + identity + topics
    )

    private static let connection: [Setting<BrokerSection>] = [
        Setting(
            .yesOrNo(
                "connect",
                meaning: "Whether the device connects to the broker. Left out, yes."
            ),
            \.connects
        ),
        Setting(host, \.settings.host),
        Setting(.port(meaning: "Left out, 1883, and 8883 with tls."), \.port),
        Setting(
            .yesOrNo(
                "tls",
                meaning: "Whether the connection is encrypted and the broker's certificate "
                    + "checked. Left out, no."
            ),
            \.isEncrypted
        ),
        Setting(
            path(
                "ca",
                "With tls: the certificates of the authorities that the broker's may come from. "
                    + "Left out, those that the machine trusts."
            ),
            \.encryption.authorities
        ),
        Setting(
            path(
                "certificate",
                "With tls: the device's own certificate, where the broker wants one."
            ),
            \.encryption.certificate
        ),
        Setting(path("key", "With certificate: its key."), \.encryption.key),
    ]

    private static let identity: [Setting<BrokerSection>] = [
        Setting(user, \.settings.username),
        Setting(
            path(
                "password_file",
                "A file with the password in its first line: readable for the service, and for "
                    + "nobody else."
            ),
            \.settings.passwordFile
        ),
        Setting(
            word(
                "client_id",
                "The MQTT client ID; a broker ends the older of two connections with the same one. "
                    + "Left out, hearth- and the id."
            ),
            \.settings.clientID
        ),
        Setting(
            word(
                "id",
                "What the device is called in topics and by Home Assistant; no two may share it. "
                    + "Left out, twelve digits made up at the first start."
            ),
            \.settings.id
        ),
    ]

    private static let topics: [Setting<BrokerSection>] = [
        Setting(topic("topic_prefix", "Left out, hearth."), \.settings.prefix),
        Setting(
            topic(
                "discovery_prefix",
                "What Home Assistant listens to. Left out, homeassistant."
            ),
            \.settings.discoveryPrefix
        ),
        Setting(
            topic(
                "status_topic",
                "Where Home Assistant says that it has come or gone, as a whole topic. Left out, "
                    + "DISCOVERY_PREFIX/status."
            ),
            \.settings.statusTopic
        ),
        Setting(
            .lease(
                meaning: "Heat that was asked for over the broker ends when nothing renewed it for "
                    + "so many seconds. Left out, 300 with renewal: presence (Home Assistant on a "
                    + "Raspberry Pi takes two minutes to restart), 60 with heartbeat."
            ),
            \.lease
        ),
        Setting(renewal, \.settings.renewal),
        Setting(
            .yesOrNo(
                "renew_session",
                meaning:
                    "Whether what renews the lease also renews the session, which otherwise ends "
                    + "12 h after the last request for heat. Left out, no: forgotten heat then "
                    + "ends."
            ),
            \.settings.renewsSession
        ),
        Setting(
            .yesOrNo(
                "home_assistant",
                meaning: "Whether Home Assistant discovers the device. With no, the device removes "
                    + "from the broker what it had published. Left out, yes."
            ),
            \.settings.speaksHomeAssistant
        ),
        Setting(
            .yesOrNo(
                "stock_topics",
                meaning: "Whether the topics of stock's firmware V1.0.4 are served too. Left out, "
                    + "no."
            ),
            \.settings.speaksStock
        ),
    ]

    /// Presence must outlast a restart of Home Assistant: two minutes on a Raspberry Pi.
    private static func lease(renewedBy renewal: BrokerSettings.Renewal) -> Duration {
        switch renewal {
        case .presence: .seconds(300)
        case .heartbeat: .seconds(60)
        }
    }

    static func read(_ reader: inout SchemaReader) -> BrokerSettings? {
        var broker = BrokerSection()
        let unchanged = broker.settings
        section.read(&reader, into: &broker)
        var settings = broker.settings
        let isGiven = settings != unchanged || broker.lease != nil
        settings.lease = broker.lease ?? Self.lease(renewedBy: settings.renewal)
        settings.port = broker.port ?? (broker.isEncrypted ? 8883 : 1883)
        if broker.encryption.key.isEmpty { broker.encryption.key = broker.encryption.certificate }
        if broker.isEncrypted { settings.encryption = broker.encryption }
        guard broker.connects else { return nil }
        guard settings.host.isEmpty else { return settings }
        if isGiven || settings.port != unchanged.port || settings.encryption != nil {
            _ = reader.needed(host, in: section.schema)
        }
        return nil
    }

    // MARK: Kinds of keys

    private static func path(_ key: String, _ meaning: String) -> Field<String> {
        .path(key, allowed: "the absolute path of a file", meaning: meaning)
    }

    /// A word that Home Assistant accepts as a part of a discovery topic.
    private static func word(_ key: String, _ meaning: String) -> Field<String> {
        Field(
            key: key,
            meaning: meaning,
            allowed: "at most 40 letters, digits, hyphens and underscores"
        ) { text in
            text.isWord(longest: 40, also: "-_") ? .value(text) : .wrong("is not possible")
        }
    }

    private static func topic(_ key: String, _ meaning: String) -> Field<String> {
        Field(
            key: key,
            meaning: "The beginning of topics. " + meaning,
            allowed: "letters, digits, hyphens and underscores, with / between"
        ) { text in
            BrokerSettings.isTopicPrefix(text) ? .value(text) : .wrong("is no beginning of topics")
        }
    }
}
