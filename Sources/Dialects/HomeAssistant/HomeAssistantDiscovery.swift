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

    /// Where it goes, and for how long: it has to be there when Home Assistant starts.
    ///
    /// - Parameter gone: entities of an earlier message that are no more, by key, with their platforms:
    ///   one that stands there with its platform alone is removed.
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

    /// The entities of an earlier message that this one has no more, by key, with their platforms.
    ///
    /// A message that cannot be read has none: it is replaced.
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
