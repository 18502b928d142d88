import Chamber
import JSON
import SwitchCore

/// One entity of a discovery payload, with the members that Home Assistant documents for its platform.
package struct HomeAssistantComponent: Equatable, Sendable {
    /// Its kind of entity.
    enum Platform: String, Sendable {
        case climate
        case sensor
        case binarySensor = "binary_sensor"
        case button
        case number
        case event
        case update
    }

    /// Its name within the device: never changed once released.
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

/// The entities of a device.
///
/// Their members' names are those of Home Assistant's documentation, written out: the short forms
/// would only save bytes. Names and icons for people are Home Assistant's own where it has them.
extension HomeAssistantComponent {
    /// Those that the device has.
    static func all(_ traits: DeviceTraits, _ topics: HomeAssistantTopics)
        -> [HomeAssistantComponent]
    {
        var all = [thermostat(traits, topics), temperature("chamber", "Chamber")]
        if traits.isSecondChamberProbeFitted {
            all.append(temperature("chamber_second", "Second chamber probe"))
        }
        if traits.isElementProbeFitted { all.append(temperature("element", "Element")) }
        all.append(temperature("set_point", "Set point"))
        all += [
            measurement("duty", "Duty", unit: "%"),
            measurement("power", "Power (estimated)", unit: "W", deviceClass: "power"),
            energy,
            measurement("drying_remaining", "Drying left", unit: "min", deviceClass: "duration"),
            measurement(
                "term_left",
                "Time left without renewal",
                unit: "s",
                deviceClass: "duration"
            ),
            offReason,
            fault,
            flag("heating", "Heating", deviceClass: "running"),
        ]
        if traits.isFanFitted { all.append(flag("fan", "Fan", deviceClass: "running")) }
        all += [
            flag("problem", "Fault latched", deviceClass: "problem"),
            button(.clearFault, "Clear fault", category: nil, topics),
            button(.calibrate, "Calibrate", category: "config", topics),
            button(.soak, "Heat and soak", category: nil, topics), soak, readyAt,
            event(topics),
        ]
        return all + details(traits, topics)
    }

    private static func thermostat(
        _ traits: DeviceTraits,
        _ topics: HomeAssistantTopics
    ) -> HomeAssistantComponent {
        let state = JSONValue.string(topics.state)
        return HomeAssistantComponent(
            "heater",
            .climate,
            [
                // The device's own name.
                ("name", .null),
                ("modes", .list(HomeAssistantMode.allCases.map(\.rawValue))),
                ("mode_state_topic", state), ("mode_state_template", template("mode")),
                ("mode_command_topic", .string(topics.command(.mode))),
                ("temperature_state_topic", state),
                ("temperature_state_template", template("target")),
                ("temperature_command_topic", .string(topics.command(.temperature))),
                ("current_temperature_topic", state),
                ("current_temperature_template", template("chamber")),
                ("action_topic", state), ("action_template", template("action")),
                ("preset_modes", .list(DryingPreset.allCases.map(\.word))),
                ("preset_mode_state_topic", state),
                ("preset_mode_value_template", template("preset")),
                ("preset_mode_command_topic", .string(topics.command(.preset))),
                ("min_temp", .number(traits.lowestTarget.degrees)),
                ("max_temp", .number(traits.highestTarget.degrees)),
                ("temp_step", .real(0.5)), ("precision", .real(0.1)),
                ("temperature_unit", .string("C")),
                // A command has no effect until the state shows it.
                ("optimistic", .bool(false)),
                // A command is for now: a retained one would be obeyed again tomorrow.
                ("retain", .bool(false)),
            ]
        )
    }

    static func temperature(_ key: String, _ name: String) -> HomeAssistantComponent {
        HomeAssistantComponent(
            key,
            .sensor,
            [
                ("name", .string(name)), ("value_template", template(key)),
                ("device_class", .string("temperature")), ("state_class", .string("measurement")),
                ("unit_of_measurement", .string("°C")),
                ("suggested_display_precision", .integer(1)),
            ]
        )
    }

    static func measurement(
        _ key: String,
        _ name: String,
        unit: String,
        deviceClass: String? = nil,
        category: String? = nil
    ) -> HomeAssistantComponent {
        var members: [(key: String, value: JSONValue)] = [
            ("name", .string(name)), ("value_template", template(key)),
            ("state_class", .string("measurement")), ("unit_of_measurement", .string(unit)),
        ]
        if let deviceClass { members.append(("device_class", .string(deviceClass))) }
        if let category { members.append(("entity_category", .string(category))) }
        return HomeAssistantComponent(key, .sensor, members)
    }

    private static var energy: HomeAssistantComponent {
        HomeAssistantComponent(
            "energy",
            .sensor,
            [
                ("name", .string("Energy (estimated)")), ("value_template", template("energy")),
                // Counted from the service's start: Home Assistant treats a decrease as a new
                // start.
                ("device_class", .string("energy")), ("state_class", .string("total_increasing")),
                ("unit_of_measurement", .string("Wh")),
            ]
        )
    }

    private static var offReason: HomeAssistantComponent {
        let reasons = [HomeAssistantState.on] + OffReason.allCases.map(\.word)
        return HomeAssistantComponent(
            "off_reason",
            .sensor,
            [
                ("name", .string("Why it is off")), ("value_template", template("off_reason")),
                ("device_class", .string("enum")), ("options", .list(reasons)),
                ("entity_category", .string("diagnostic")),
            ]
        )
    }

    private static var fault: HomeAssistantComponent {
        text("fault", "Fault", icon: "mdi:alert-octagon")
    }

    /// A sensor with a text that no list of words covers.
    static func text(_ key: String, _ name: String, icon: String) -> HomeAssistantComponent {
        HomeAssistantComponent(
            key,
            .sensor,
            [
                ("name", .string(name)), ("value_template", template(key)),
                ("entity_category", .string("diagnostic")), ("icon", .string(icon)),
            ]
        )
    }

    private static func flag(
        _ key: String,
        _ name: String,
        deviceClass: String
    ) -> HomeAssistantComponent {
        HomeAssistantComponent(
            key,
            .binarySensor,
            [
                ("name", .string(name)), ("value_template", template(key)),
                ("device_class", .string(deviceClass)), ("payload_on", .string("ON")),
                ("payload_off", .string("OFF")),
            ]
        )
    }

    private static func button(
        _ command: HomeAssistantCommand,
        _ name: String,
        category: String?,
        _ topics: HomeAssistantTopics
    ) -> HomeAssistantComponent {
        let category = category.map { [(key: "entity_category", value: JSONValue.string($0))] }
        return HomeAssistantComponent(
            command.rawValue,
            .button,
            [
                ("name", .string(name)), ("command_topic", .string(topics.command(command))),
                ("payload_press", .string(HomeAssistantCommand.press)), ("retain", .bool(false)),
            ] + (category ?? [])
        )
    }

    /// Takes one member out of the state.
    static func template(_ member: String) -> JSONValue {
        .string("{{ value_json.\(member) }}")
    }
}
