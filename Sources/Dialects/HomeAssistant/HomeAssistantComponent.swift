import JSON

/// One entity of a discovery payload, with the members that Home Assistant documents for its platform.
package struct HomeAssistantComponent: Equatable, Sendable {
    /// What Home Assistant makes of it.
    enum Platform: String, Sendable {
        case climate
        case sensor
        case binarySensor = "binary_sensor"
        case button
    }

    /// Its name within the device: once released, never changed.
    package let key: String
    let platform: Platform
    private(set) var members: [(key: String, value: JSONValue)]

    init(_ key: String, _ platform: Platform, _ members: [(key: String, value: JSONValue)]) {
        self.key = key
        self.platform = platform
        self.members = members
    }

    /// The object, for the device with this id.
    func write(to json: inout JSONWriter, of id: String) {
        json.member("platform", platform.rawValue)
        json.member("unique_id", "hearth_\(id)_\(key)")
        for (key, value) in members { json.member(key, value) }
    }

    package static func == (left: HomeAssistantComponent, right: HomeAssistantComponent) -> Bool {
        left.key == right.key && left.platform == right.platform
            && JSONObject(left.members) == JSONObject(right.members)
    }
}

extension JSONValue {
    static func list(_ words: [String]) -> JSONValue { .array(words.map { .string($0) }) }

    /// A number, whole where it is whole.
    static func number(_ value: Double) -> JSONValue {
        Int64(exactly: value).map { .integer($0) } ?? .real(value)
    }
}
