package import Dialects
package import WebSocket

/// What is dialled out to, by the owner's wish; `nil`: nothing.
package struct LinkSettings: Equatable, Sendable {
    /// The hub that this heater is a module of.
    package struct Reefnet: Equatable, Sendable {
        /// The hub's WebSocket.
        package var hub: WebSocketAddress
        /// How the heater calls itself towards the hub.
        package var module: ReefnetModule
        /// Heat that the hub asked for ends when the hub has been away for this time.
        package var lease = Duration.seconds(60)

        package init(hub: WebSocketAddress, module: ReefnetModule) {
            self.hub = hub
            self.module = module
        }
    }

    /// An MQTT broker that a server of the device link is reached over.
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

    /// How this device calls itself towards servers of the device link, and what it has.
    package struct DeviceLink: Equatable, Sendable {
        /// The network card's address in 12 upper-case hexadecimal digits.
        package var deviceID: String
        /// The program's version, as the server compares it with its updates.
        package var version: String
        /// The volume can be set.
        package var hasBuzzer = false
        /// The brightness can be set.
        package var hasLights = false

        package init(deviceID: String, version: String) {
            self.deviceID = deviceID
            self.version = version
        }
    }

    /// `nil`: no hub.
    package var reefnet: Reefnet?
    /// Whom the two below see.
    package var deviceLink: DeviceLink
    /// A server of the device link.
    package var deviceServer: WebSocketAddress?
    /// The broker of one.
    package var deviceBroker: Broker?
    /// The network card's address, with colons; empty: unknown.
    package var hardwareAddress = ""

    /// Nothing is dialled; the device has no name yet.
    package init() {
        deviceLink = DeviceLink(deviceID: "", version: "")
    }
}
