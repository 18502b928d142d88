import Boards
import Daemon
import Links
import WebSocket

/// The sections `[reefnet]` and `[device-link]`: what Hearth dials out to.
extension ServiceFile {
    private static let longestID = 64

    private static let hubField = addressField(
        "hub",
        "The hub to dial, as in ws://192.168.4.1:80/ws. Left out, none is dialled."
    )
    private static let moduleField = idField(
        "module_id",
        "What the heater calls itself. Left out, Hearth.Heater."
    )
    private static let submoduleField = idField(
        "submodule_id",
        "The same for its one part. Left out, as module_id."
    )
    private static let heatField = Field<Bool>.yesOrNo(
        "heat",
        meaning: "Whether a set point from the hub turns the power on. Left out, no: it only moves "
            + "the target."
    )
    private static let leaseField = Field<Duration>.lease(
        meaning: "Heat that the hub asked for ends when the hub has been away for so long. "
            + "Left out, 60."
    )

    static let reefnetSchema = SectionSchema(
        "reefnet",
        isRequired: false,
        meaning: "A hub of the reefnet protocol that sees this heater as its module.",
        fields: [hubField, moduleField, submoduleField, heatField, leaseField]
    )

    private static let serverField = addressField(
        "server",
        "The server to dial, as in ws://192.168.1.5:8000/ws. Left out, none is dialled."
    )

    private static let brokerField = Field<String>(
        key: "broker",
        meaning: "The name or address of the MQTT broker that such a server listens at. Left out, "
            + "none is joined.",
        allowed: "a name or address, without a port"
    ) { text in
        isName(text, longest: 253, also: ".:-_") ? .value(text) : .wrong("is no name or address")
    }.optional()
    private static let brokerPortField = Field<Int>(
        key: "port",
        meaning: "The broker's. Left out, 1883.",
        allowed: "a number from 1 to 65535"
    ) { text in
        UInt16(decimal: text).flatMap { $0 > 0 ? .value(Int($0)) : nil } ?? .wrong("is no port")
    }.optional()

    static let deviceLinkSchema = SectionSchema(
        "device-link",
        isRequired: false,
        meaning: "A server of the device link (PTalk) that lists this device.",
        fields: [serverField, brokerField, brokerPortField]
    )

    static func readLinks(_ reader: inout SchemaReader) -> LinkOptions {
        var options = LinkOptions()
        options.hub = reader.given(hubField, in: reefnetSchema)
        options.moduleID = reader.given(moduleField, in: reefnetSchema)
        options.submoduleID = reader.given(submoduleField, in: reefnetSchema)
        options.hubMayHeat = reader.given(heatField, in: reefnetSchema) ?? false
        if let lease = reader.given(leaseField, in: reefnetSchema) { options.hubLease = lease }
        options.server = reader.given(serverField, in: deviceLinkSchema)
        let port = reader.given(brokerPortField, in: deviceLinkSchema)
        if let host = reader.given(brokerField, in: deviceLinkSchema) {
            var broker = LinkSettings.Broker(host: host)
            if let port { broker.port = port }
            options.broker = broker
        } else if port != nil {
            _ = reader.needed(brokerField, in: deviceLinkSchema)
        }
        return options
    }

    private static func addressField(
        _ key: String,
        _ meaning: String
    ) -> Field<WebSocketAddress> {
        Field<WebSocketAddress>(
            key: key,
            meaning: meaning,
            allowed: "an address as in ws://HOST:PORT/PATH"
        ) { text in
            WebSocketAddress(url: text).map { .value($0) } ?? .wrong("is no such address")
        }.optional()
    }

    private static func idField(_ key: String, _ meaning: String) -> Field<String> {
        Field<String>(
            key: key,
            meaning: meaning,
            allowed: "a text of at most \(longestID) characters"
        ) { text in
            (1...longestID).contains(text.count) ? .value(text) : .wrong("is too long or empty")
        }.optional()
    }
}
