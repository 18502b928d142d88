import Boards
import Chamber
import Daemon
import Links
import System

/// The section `[mqtt]`: the broker that the device joins.
extension ServiceFile {
    private static let hostField = Field<String>(
        key: "broker",
        meaning: "The MQTT broker's name or address. Without this section there is none.",
        allowed: "a name or address, without a port"
    ) { text in
        isName(text, longest: 253, also: ".:-_") ? .value(text) : .wrong("is no name or address")
    }.optional()
    private static let portField = Field<Int>(
        key: "port",
        meaning: "Left out, 1883, and 8883 with tls.",
        allowed: "a number from 1 to 65535"
    ) { text in
        UInt16(decimal: text).flatMap { $0 > 0 ? .value(Int($0)) : nil } ?? .wrong("is no port")
    }.optional()
    private static let tlsField = Field<Bool>.yesOrNo(
        "tls",
        meaning: "Whether the connection is encrypted and the broker's certificate checked. Left "
            + "out, no."
    )
    private static let authoritiesField = path(
        "ca",
        meaning: "With tls: the certificates of the authorities that the broker's may come from. "
            + "Left out, those that the machine trusts."
    )
    private static let certificateField = path(
        "certificate",
        meaning: "With tls: the device's own certificate, where the broker wants one."
    )
    private static let keyField = path("key", meaning: "With certificate: its key.")
    private static let userField = Field<String>(
        key: "user",
        meaning: "Whom the broker knows this device as. Left out, it is told no name.",
        allowed: "a text of at most 256 bytes"
    ) { text in
        text.utf8.count <= 256 ? .value(text) : .wrong("is too long")
    }.optional()
    private static let passwordField = path(
        "password_file",
        meaning: "A file with the password in its first line: readable for the service, and for "
            + "nobody else."
    )
    private static let clientIDField = word(
        "client_id",
        meaning: "What the connection is called; the broker ends the older of two with the same. "
            + "Left out, hearth- and the id."
    )
    private static let idField = word(
        "id",
        meaning: "What the device is called in topics and by Home Assistant; no two may share it. "
            + "Left out, twelve digits made up at the first start."
    )
    private static let prefixField = topic("topic_prefix", "Left out, hearth.")
    private static let discoveryField = topic(
        "discovery_prefix",
        "What Home Assistant listens to. Left out, homeassistant."
    )
    private static let leaseField = Field<Duration>.lease(
        meaning: "Heat that was asked for over the broker ends when nothing renewed it for so many "
            + "seconds. Left out, 60."
    )
    private static let renewalField = Field<BrokerSettings.Renewal>(
        key: "renewal",
        meaning: "What renews it: presence, that the broker passes messages on and Home Assistant "
            + "has not gone; or heartbeat, messages at PREFIX/ID/heartbeat alone. Left out, presence.",
        allowed: "presence or heartbeat",
        words: BrokerSettings.Renewal.allCases.map(\.rawValue)
    ) { text in
        BrokerSettings.Renewal(rawValue: text).map { .value($0) } ?? .wrong("is neither")
    }.optional()
    private static let homeAssistantField = Field<Bool>.yesOrNo(
        "home_assistant",
        meaning: "Whether Home Assistant finds the device by itself. With no, the device removes "
            + "what it had told the broker. Left out, yes."
    )
    private static let stockField = Field<Bool>.yesOrNo(
        "stock_topics",
        meaning: "Whether the topics of stock's firmware V1.0.4 are served too. Left out, no."
    )

    static let brokerSchema = SectionSchema(
        "mqtt",
        isRequired: false,
        meaning: "An MQTT broker, and what is said there.",
        fields: [
            hostField, portField, tlsField, authoritiesField, certificateField, keyField, userField,
            passwordField, clientIDField, idField, prefixField, discoveryField, leaseField,
            renewalField, homeAssistantField, stockField,
        ]
    )

    /// The broker, and the file with its password.
    static func readBroker(_ reader: inout SchemaReader) -> (BrokerOptions?, String?) {
        let host = reader.given(hostField, in: brokerSchema)
        let isEncrypted = reader.given(tlsField, in: brokerSchema) ?? false
        let port = reader.given(portField, in: brokerSchema)
        var options = BrokerOptions(host: host ?? "", port: port ?? (isEncrypted ? 8883 : 1883))
        var encryption = BrokerSettings.Encryption()
        encryption.authorities = reader.given(authoritiesField, in: brokerSchema) ?? ""
        encryption.certificate = reader.given(certificateField, in: brokerSchema) ?? ""
        encryption.key = reader.given(keyField, in: brokerSchema) ?? encryption.certificate
        if isEncrypted { options.settings.encryption = encryption }
        options.settings.username = reader.given(userField, in: brokerSchema) ?? ""
        let password = reader.given(passwordField, in: brokerSchema)
        options.clientID = reader.given(clientIDField, in: brokerSchema)
        options.id = reader.given(idField, in: brokerSchema)
        if let prefix = reader.given(prefixField, in: brokerSchema) {
            options.settings.prefix = prefix
        }
        if let prefix = reader.given(discoveryField, in: brokerSchema) {
            options.settings.discoveryPrefix = prefix
        }
        if let lease = reader.given(leaseField, in: brokerSchema) { options.settings.lease = lease }
        if let renewal = reader.given(renewalField, in: brokerSchema) {
            options.settings.renewal = renewal
        }
        options.settings.speaksHomeAssistant =
            reader.given(homeAssistantField, in: brokerSchema)
            ?? true
        options.settings.speaksStock = reader.given(stockField, in: brokerSchema) ?? false
        // A section that says nothing means none; one that says anything needs to know whom it means.
        let isMeant = options != BrokerOptions(host: "", port: 1883) || password != nil
        if host == nil, isMeant { _ = reader.needed(hostField, in: brokerSchema) }
        return (host == nil ? nil : options, password)
    }

    /// The broker with the password out of its file.
    func brokerWithPassword() throws(CommandFailure) -> BrokerOptions? {
        guard var broker, let path = brokerPasswordPath else { return broker }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.beginning(of: path, 4096 + 1)
        } catch {
            throw error.commandFailure
        }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let password = String(validating: line, as: UTF8.self), !password.isEmpty else {
            throw CommandFailure(
                .misconfigured,
                "\(path): the first line holds no password; write the broker's there"
            )
        }
        broker.settings.password = password
        return broker
    }

    // MARK: Kinds of keys

    private static func path(_ key: String, meaning: String) -> Field<String> {
        Field(key: key, meaning: meaning, allowed: "the path of a file, from / on") { text in
            text.hasPrefix("/") ? .value(text) : .wrong("does not begin with /")
        }.optional()
    }

    /// A word that Home Assistant takes within a discovery topic.
    private static func word(_ key: String, meaning: String) -> Field<String> {
        Field(
            key: key,
            meaning: meaning,
            allowed: "at most 40 letters, digits, hyphens and underscores"
        ) { text in
            isName(text, longest: 40, also: "-_") ? .value(text) : .wrong("is not possible")
        }.optional()
    }

    private static func topic(_ key: String, _ meaning: String) -> Field<String> {
        Field(
            key: key,
            meaning: "The beginning of topics. " + meaning,
            allowed: "letters, digits, hyphens and underscores, with / between"
        ) { text in
            isTopicPrefix(text) ? .value(text) : .wrong("is no beginning of topics")
        }.optional()
    }

    /// Topics may begin with it.
    static func isTopicPrefix(_ text: String) -> Bool {
        text.split(separator: "/", omittingEmptySubsequences: false)
            .allSatisfy { isName(String($0), longest: 64, also: "-_") }
    }

    static func isName(_ text: String, longest: Int, also marks: String) -> Bool {
        (1...longest).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                        || marks.unicodeScalars.contains(scalar))
            }
    }
}
