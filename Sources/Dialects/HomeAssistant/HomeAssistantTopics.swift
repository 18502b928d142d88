/// Where Home Assistant and a device meet on a broker.
package struct HomeAssistantTopics: Equatable, Sendable {
    /// What stands before everything that the device says: `hearth/<id>`.
    package let base: String
    /// Home Assistant's own prefix; `homeassistant` unless it was told otherwise.
    package let discoveryPrefix: String
    private let id: String
    /// `online` or `offline`; another dialect's where one connection speaks both, since it has but
    /// one last will.
    package let availability: String

    /// `availability`: another dialect's topic; `nil`: the device's own.
    package init(prefix: String, id: String, discoveryPrefix: String, availability: String? = nil) {
        base = "\(prefix)/\(id)"
        self.id = id
        self.discoveryPrefix = discoveryPrefix
        self.availability = availability ?? "\(base)/availability"
    }

    /// All that is measured and set, as one JSON object, retained.
    package var state: String { "\(base)/state" }

    /// Where a command arrives.
    package func command(_ command: HomeAssistantCommand) -> String {
        "\(base)/set/\(command.rawValue)"
    }

    /// Any message here renews the lease of heat that was asked for over the broker.
    package var heartbeat: String { "\(base)/heartbeat" }

    /// What describes the device: retained.
    package var discovery: String { "\(discoveryPrefix)/device/hearth_\(id)/config" }

    /// Where Home Assistant says `online` when it has started and `offline` when it has gone.
    package var status: String { "\(discoveryPrefix)/status" }
}
