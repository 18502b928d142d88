package import Schema
import WebSocket

extension LinkSettings {
    /// The MQTT broker of a device-link server.
    package struct Broker: Equatable, Sendable, CustomStringConvertible {
        /// A name or numeric address.
        package var host: String
        /// The broker's TCP port.
        package var port = 1883

        package init(host: String) {
            self.host = host
        }

        package var description: String { "\(host):\(port)" }
    }

    /// How this device describes itself to device-link servers.
    package struct DeviceLink: Equatable, Sendable {
        /// 12 upper-case hexadecimal digits: the network card's address, or the device's identity where
        /// the machine has no network card.
        package var deviceID: String
        /// The program's version, as the server compares it with its updates.
        package var version: String
        /// There is a buzzer: its volume can be set.
        package var hasBuzzer = false
        /// There are lights: their brightness can be set.
        package var hasLights = false

        package init(deviceID: String, version: String) {
            self.deviceID = deviceID
            self.version = version
        }
    }

    /// The section `[device-link]` of the service file.
    package static var deviceLinkSchema: SectionSchema { DeviceLinkSection.section.schema }

    /// Reads that section.
    package mutating func readDeviceLink(_ reader: inout SchemaReader) {
        DeviceLinkSection.read(&reader, into: &self)
    }
}

/// The section `[device-link]`: a device-link server that Hearth connects to, or the server's broker.
private struct DeviceLinkSection {
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
