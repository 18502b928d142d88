package import Dialects
package import WebSocket

/// The servers that the owner's settings make Hearth connect to.
package struct LinkSettings: Equatable, Sendable {
    /// The hub that this heater is a module of.
    package struct Reefnet: Equatable, Sendable {
        /// The hub's WebSocket.
        package var hub: WebSocketAddress
        /// How the heater describes itself to the hub.
        package var module: ReefnetModule
        /// Heat that the hub asked for ends after the hub has been disconnected for this time.
        package var lease = Duration.seconds(60)

        package init(hub: WebSocketAddress, module: ReefnetModule) {
            self.hub = hub
            self.module = module
        }
    }

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

    /// The reefnet hub; `nil`: none.
    package var reefnet: Reefnet?
    /// How the device describes itself to ``deviceServer`` and over ``deviceBroker``.
    package var deviceLink: DeviceLink
    /// The device-link server to dial; `nil`: none.
    package var deviceServer: WebSocketAddress?
    /// The broker of a device-link server; `nil`: none.
    package var deviceBroker: Broker?
    /// The network card's address, with colons; empty: unknown.
    package var hardwareAddress = ""

    /// No servers; the device's description is still empty.
    package init() {
        deviceLink = DeviceLink(deviceID: "", version: "")
    }
}
