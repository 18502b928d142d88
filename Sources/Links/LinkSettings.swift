package import Dialects
package import WebSocket

/// What is dialled out to, by the owner's wish; `nil`: nothing.
package struct LinkSettings: Equatable, Sendable {
    /// The hub that this heater is a module of.
    package struct Reefnet: Equatable, Sendable {
        package var hub: WebSocketAddress
        package var module: ReefnetModule
        /// Heat that the hub asked for ends when it has been away for so long.
        package var lease = Duration.seconds(60)

        package init(hub: WebSocketAddress, module: ReefnetModule) {
            self.hub = hub
            self.module = module
        }
    }

    /// The server that sees this device.
    package struct DeviceLink: Equatable, Sendable {
        package var server: WebSocketAddress
        /// The network card's address in 12 upper-case hexadecimal digits.
        package var deviceID: String
        package var version: String
        package var hasBuzzer = false
        package var hasLights = false

        package init(server: WebSocketAddress, deviceID: String, version: String) {
            self.server = server
            self.deviceID = deviceID
            self.version = version
        }
    }

    package var reefnet: Reefnet?
    package var deviceLink: DeviceLink?
    /// The network card's address, with colons; empty: unknown.
    package var hardwareAddress = ""

    package init() {}
}
