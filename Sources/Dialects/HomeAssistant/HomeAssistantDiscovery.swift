import JSON

/// The message by which Home Assistant learns of a device and all of its entities at once.
///
/// One message for the whole device, as Home Assistant knows since 2024.12 (its documentation of the
/// MQTT integration, "Device discovery payload").
package struct HomeAssistantDiscovery: Equatable, Sendable {
    private let traits: DeviceTraits
    private let topics: HomeAssistantTopics
    /// Every entity, in the order of the message.
    package let components: [HomeAssistantComponent]

    /// Every entity that the device's traits call for.
    package init(_ traits: DeviceTraits, _ topics: HomeAssistantTopics) {
        self.traits = traits
        self.topics = topics
        components = HomeAssistantComponent.all(traits, topics)
    }

    /// The retained message: it must be there when Home Assistant starts.
    ///
    /// - Parameter gone: entities of an earlier message that are gone, by key, with their
    ///   platforms: an entity with its platform alone is removed.
    package func message(removing gone: [String: String] = [:]) -> BrokerMessage {
        let payload = JSONWriter.object { json in
            json.object("device") { writeDevice(to: &$0) }
            json.object("origin") { json in
                json.member("name", "Hearth")
                json.member("sw_version", traits.version)
            }
            json.member("availability_topic", topics.availability)
            json.member("state_topic", topics.state)
            json.member("qos", 1)
            json.object("components") { json in
                for component in components {
                    json.object(component.key) { component.write(to: &$0, of: traits.id) }
                }
                for (key, platform) in gone.sorted(by: { $0.key < $1.key }) {
                    json.object(key) { $0.member("platform", platform) }
                }
            }
        }
        return BrokerMessage(topics.discovery, payload, isRetained: true)
    }

    /// The entities of an earlier message that this one lacks, by key, with their platforms.
    ///
    /// An unreadable message has none: it is replaced.
    package func gone(from earlier: [UInt8]) -> [String: String] {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: earlier)
        } catch {
            return [:]
        }
        let known = Set(components.map(\.key))
        var gone: [String: String] = [:]
        for (key, component) in value.object?["components"]?.object?.members ?? []
        where !known.contains(key) {
            gone[key] = component.object?["platform"]?.string
        }
        return gone
    }

    private func writeDevice(to json: inout JSONWriter) {
        json.array("identifiers") { $0.element("hearth_\(traits.id)") }
        json.member("name", traits.name)
        json.member("manufacturer", "Hearth")
        json.member("model", traits.model)
        json.member("serial_number", traits.id)
        json.member("sw_version", traits.version)
        if !traits.pageURL.isEmpty { json.member("configuration_url", traits.pageURL) }
    }
}

/// Where Home Assistant and a device meet on a broker.
package struct HomeAssistantTopics: Equatable, Sendable {
    /// The beginning of the device's own topics: `hearth/<id>`.
    package let base: String
    /// Home Assistant's own prefix; `homeassistant` by default.
    package let discoveryPrefix: String
    private let id: String
    /// `online` or `offline`; another dialect's where one connection speaks both, because it has
    /// only one last will.
    package let availability: String

    /// `availability`: another dialect's topic; `nil`: the device's own. `status`: where Home Assistant
    /// was told to say that it has come or gone; `nil`: below `discoveryPrefix`.
    package init(
        prefix: String,
        id: String,
        discoveryPrefix: String,
        availability: String? = nil,
        status: String? = nil
    ) {
        self.status = status ?? "\(discoveryPrefix)/status"
        base = "\(prefix)/\(id)"
        self.id = id
        self.discoveryPrefix = discoveryPrefix
        self.availability = availability ?? "\(base)/availability"
    }

    /// All measurements and settings, as one JSON object, retained.
    package var state: String { "\(base)/state" }

    /// What happens, not retained.
    package var event: String { "\(base)/event" }

    /// Where a command arrives.
    package func command(_ command: HomeAssistantCommand) -> String {
        "\(base)/set/\(command.rawValue)"
    }

    /// Any message here renews the lease of heat that was asked for over the broker.
    package var heartbeat: String { "\(base)/heartbeat" }

    /// What describes the device: retained.
    package var discovery: String { "\(discoveryPrefix)/device/hearth_\(id)/config" }

    /// Where Home Assistant says `online` when it has started and `offline` when it has gone.
    package let status: String
}
