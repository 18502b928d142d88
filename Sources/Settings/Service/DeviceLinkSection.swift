import Links
import WebSocket

/// `[device-link]`: a device-link server that Hearth connects to, or the server's broker.
struct DeviceLinkSection {
    private var server: WebSocketAddress?
    private var broker: String?
    private var port: Int?

    private static let broker = Field<String>.machine(
        "broker",
        meaning: "The name or address of the MQTT broker that such a server listens at. Left out, "
            + "none is joined."
    )

    static let section = SettingsSection<DeviceLinkSection>(
        "device-link",
        meaning: "A server of the device link (PTalk) that lists this device.",
        [
            Setting(
                .webSocket(
                    "server",
                    meaning: "The server to dial, as in ws://192.168.1.5:8000/ws. Left out, none "
                        + "is dialled."
                ),
                \.server
            ),
            Setting(broker, \.broker),
            Setting(.port(meaning: "The broker's. Left out, 1883."), \.port),
        ]
    )

    static func read(_ reader: inout SchemaReader, into links: inout LinkSettings) {
        var link = DeviceLinkSection()
        section.read(&reader, into: &link)
        links.deviceServer = link.server
        if let host = link.broker {
            var broker = LinkSettings.Broker(host: host)
            if let port = link.port { broker.port = port }
            links.deviceBroker = broker
        } else if link.port != nil {
            _ = reader.needed(broker, in: section.schema)
        }
    }
}
