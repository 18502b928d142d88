import JSON

/// What Home Assistant accepts in a discovery message, as a table.
///
/// Source: Home Assistant's documentation of the MQTT integration ("Device discovery payload",
/// "Configuration variables" of each platform below) and its schemas (home-assistant/core,
/// homeassistant/components/mqtt: schemas.py for the device, origin and shared members; climate.py,
/// sensor.py, number.py and so on for the rest),
/// as of 2024.12, the first version with device discovery.
enum HomeAssistantSchema {
    /// What a member may hold.
    enum Kind {
        case text
        case topic
        case template
        case number
        case flag
        case words
        case object
        /// A text, or `null` for the device's own name.
        case name
        /// One of a few words.
        case choice([String])
    }

    typealias Members = [String: Kind]

    static let root: Members = [
        "device": .object, "origin": .object, "components": .object,
        "availability_topic": .topic, "payload_available": .text, "payload_not_available": .text,
        "state_topic": .topic, "command_topic": .topic, "qos": .number, "encoding": .text,
    ]
    static let requiredRoot = ["device", "origin", "components"]

    static let device: Members = [
        "identifiers": .words, "manufacturer": .text, "model": .text, "name": .text,
        "serial_number": .text, "sw_version": .text, "hw_version": .text, "suggested_area": .text,
        "configuration_url": .text,
    ]
    static let origin: Members = ["name": .text, "sw_version": .text, "support_url": .text]

    /// Members of every entity.
    private static let common: Members = [
        "platform": .text, "unique_id": .text, "name": .name, "icon": .text,
        "entity_category": .choice(["diagnostic", "config"]), "availability_topic": .topic,
        "enabled_by_default": .flag, "qos": .number, "state_topic": .topic,
    ]

    static let platforms: [String: Members] = [
        "climate": common.merging(climate) { $1 },
        "sensor": common.merging(sensor) { $1 },
        "binary_sensor": common.merging(binarySensor) { $1 },
        "button": common.merging(button) { $1 },
        "number": common.merging(number) { $1 },
        "event": common.merging(event) { $1 },
        "update": common.merging(update) { $1 },
    ]
    /// The members that are required besides platform and unique_id.
    static let required: [String: [String]] = [
        "climate": [], "sensor": [], "binary_sensor": [], "button": ["command_topic"],
        "number": ["command_topic"], "event": ["event_types", "state_topic"], "update": [],
    ]

    private static let climate: Members = [
        "modes": .words, "mode_state_topic": .topic, "mode_state_template": .template,
        "mode_command_topic": .topic, "temperature_state_topic": .topic,
        "temperature_state_template": .template, "temperature_command_topic": .topic,
        "current_temperature_topic": .topic, "current_temperature_template": .template,
        "action_topic": .topic, "action_template": .template, "preset_modes": .words,
        "preset_mode_state_topic": .topic, "preset_mode_value_template": .template,
        "preset_mode_command_topic": .topic, "min_temp": .number, "max_temp": .number,
        "temp_step": .number, "precision": .number, "temperature_unit": .choice(["C", "F"]),
        "optimistic": .flag, "retain": .flag,
    ]
    /// The modes that Home Assistant knows (its `HVACMode`).
    static let climateModes = ["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"]
    /// The actions that it knows (its `HVACAction`).
    static let climateActions = [
        "off", "preheating", "heating", "cooling", "drying", "fan", "idle", "defrosting",
    ]

    private static let sensor: Members = [
        "value_template": .template, "unit_of_measurement": .text,
        "device_class": .choice([
            "temperature", "power", "energy", "duration", "enum", "timestamp",
        ]),
        "options": .words,
        "state_class": .choice(["measurement", "total", "total_increasing"]),
        "suggested_display_precision": .number, "expire_after": .number, "force_update": .flag,
    ]
    /// The units that each class of a sensor takes.
    static let units: [String: [String]] = [
        "temperature": ["°C", "°F", "K"], "power": ["W", "kW"], "energy": ["Wh", "kWh"],
        "duration": ["d", "h", "min", "s"], "enum": [""], "timestamp": [""],
    ]

    private static let binarySensor: Members = [
        "value_template": .template, "payload_on": .text, "payload_off": .text,
        "device_class": .choice(["heat", "running", "problem"]), "expire_after": .number,
    ]
    private static let button: Members = [
        "command_topic": .topic, "payload_press": .text, "retain": .flag,
        "device_class": .choice(["identify", "restart", "update"]),
    ]
    private static let number: Members = [
        "command_topic": .topic, "value_template": .template, "min": .number, "max": .number,
        "step": .number, "mode": .choice(["auto", "box", "slider"]), "unit_of_measurement": .text,
        "device_class": .choice(["temperature", "duration"]), "optimistic": .flag, "retain": .flag,
    ]
    private static let event: Members = [
        "event_types": .words, "value_template": .template,
        "device_class": .choice(["button", "doorbell", "motion"]),
    ]
    private static let update: Members = [
        "value_template": .template, "title": .text, "release_url": .text,
        "latest_version_topic": .topic, "latest_version_template": .template,
        "device_class": .choice(["firmware"]),
    ]

    /// What is wrong with a member; `nil`: nothing.
    static func flaw(in value: JSONValue, _ kind: Kind) -> String? {
        switch kind {
        case .text: value.string == nil ? "is no text" : nil
        case .name: value.string == nil && value != .null ? "is no name" : nil
        case .number: value.number == nil ? "is no number" : nil
        case .flag: value.bool == nil ? "is no flag" : nil
        case .object: value.object == nil ? "is no object" : nil
        case .words: isWords(value) ? nil : "is no list of texts"
        case .choice(let words): words.contains(value.string ?? "") ? nil : "is none of \(words)"
        case .topic: value.string.map(isTopic) == true ? nil : "is no topic"
        case .template: value.string.map(isTemplate) == true ? nil : "is no template"
        }
    }

    private static func isWords(_ value: JSONValue) -> Bool {
        guard case .array(let list) = value else { return false }
        return !list.isEmpty && list.allSatisfy { $0.string != nil }
    }

    private static func isTopic(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count < 65_536
            && !text.contains { "+#\0".contains($0) || $0.isWhitespace }
    }

    private static func isTemplate(_ text: String) -> Bool {
        text.hasPrefix("{{ value_json.") && text.hasSuffix(" }}")
    }
}
