package import Links

/// The broker that `hearth run` was given; what is left out is made of the device's identity.
package struct BrokerOptions: Equatable, Sendable {
    /// As the file has it; its id and client id count only where they are named below.
    package var settings: BrokerSettings
    /// `nil`: the device's own.
    package var id: String?
    /// `nil`: made of the id.
    package var clientID: String?

    package init(host: String, port: Int) {
        settings = BrokerSettings(host: host, port: port, id: "")
    }

    /// All of it, for the device with this identity.
    func settings(identity: String) -> BrokerSettings {
        var settings = settings
        settings.id = id ?? identity
        settings.clientID = clientID ?? BrokerSettings.clientID(for: settings.id)
        return settings
    }
}
