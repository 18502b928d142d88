package import WebSocket

/// The servers that the owner's settings make Hearth connect to.
package struct LinkSettings: Equatable, Sendable {
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
