package import Links
package import WebSocket

/// What the owner lets Hearth dial out to.
package struct LinkOptions: Equatable, Sendable {
    /// A reefnet hub; `nil`: none.
    package var hub: WebSocketAddress?
    /// How the module calls itself towards the hub; `nil`: as the program does.
    package var moduleID: String?
    package var submoduleID: String?
    /// A set point from the hub turns the power on.
    package var hubMayHeat = false
    /// Heat that the hub asked for ends when it has been away for so long.
    package var hubLease = Duration.seconds(60)
    /// A server of the device link; `nil`: none.
    package var server: WebSocketAddress?
    /// The MQTT broker of such a server; `nil`: none.
    package var broker: LinkSettings.Broker?

    package init() {}
}
