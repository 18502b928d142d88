import Chamber
import JSON
import SwitchCore

/// The entities of events, soak, printer, settings, health and program.
extension HomeAssistantComponent {
    /// Bed targets that the controller takes (``Chamber/Wish/setFanBedThreshold(_:)``).
    private static let fanBedThresholds = 0.0...120
    private static let heatBedThresholds = 40.0...120

    /// Those that the device has, after those of the heater.
    static func details(
        _ traits: DeviceTraits,
        _ topics: HomeAssistantTopics
    ) -> [HomeAssistantComponent] {
        let targets = traits.lowestTarget.degrees...traits.highestTarget.degrees
        return [
            text("printer", "Printer", icon: "mdi:printer-3d"), temperature("bed", "Print bed"),
            temperature("bed_target", "Print bed target"),
            text("auto_reason", "Mode auto", icon: "mdi:thermostat-auto"),
            degrees(.fanBedThreshold, "Fan from bed target", fanBedThresholds, topics),
            degrees(.heatBedThreshold, "Heat from bed target", heatBedThresholds, topics),
            degrees(.dryingTemperature, "Custom drying temperature", targets, topics),
            number(
                .dryingHours,
                "Custom drying time",
                1...Double(traits.longestDryingHours),
                unit: "h",
                deviceClass: "duration",
                topics
            ),
        ] + health(traits) + [software]
    }

    static var soak: HomeAssistantComponent {
        let phases = [HomeAssistantDetails.noSoak] + SoakPhase.allCases.map(\.word)
        return HomeAssistantComponent(
            "soak_phase",
            .sensor,
            [
                ("name", .string("Soak")), ("value_template", template("soak")),
                ("device_class", .string("enum")), ("options", .list(phases)),
            ]
        )
    }

    static var readyAt: HomeAssistantComponent {
        HomeAssistantComponent(
            "ready_at",
            .sensor,
            [
                ("name", .string("Ready at")), ("value_template", template("ready_at")),
                ("device_class", .string("timestamp")),
            ]
        )
    }

    static func event(_ topics: HomeAssistantTopics) -> HomeAssistantComponent {
        HomeAssistantComponent(
            "event",
            .event,
            [
                ("name", .string("Event")), ("state_topic", .string(topics.event)),
                ("event_types", .list(HomeAssistantEvent.allCases.map(\.rawValue))),
            ]
        )
    }

    private static func degrees(
        _ command: HomeAssistantCommand,
        _ name: String,
        _ range: ClosedRange<Double>,
        _ topics: HomeAssistantTopics
    ) -> HomeAssistantComponent {
        number(command, name, range, unit: "°C", deviceClass: "temperature", topics)
    }

    private static func number(
        _ command: HomeAssistantCommand,
        _ name: String,
        _ range: ClosedRange<Double>,
        unit: String,
        deviceClass: String,
        _ topics: HomeAssistantTopics
    ) -> HomeAssistantComponent {
        HomeAssistantComponent(
            command.rawValue,
            .number,
            [
                ("name", .string(name)), ("command_topic", .string(topics.command(command))),
                ("value_template", template(command.rawValue)),
                ("min", .number(range.lowerBound)), ("max", .number(range.upperBound)),
                ("step", .integer(1)), ("mode", .string("box")),
                ("unit_of_measurement", .string(unit)), ("device_class", .string(deviceClass)),
                ("entity_category", .string("config")),
                ("optimistic", .bool(false)), ("retain", .bool(false)),
            ]
        )
    }

    /// How the heater does against its calibration; what a board cannot measure is not there.
    private static func health(_ traits: DeviceTraits) -> [HomeAssistantComponent] {
        func share(_ key: String, _ name: String) -> HomeAssistantComponent {
            measurement(key, name, unit: "%", category: "diagnostic")
        }
        var all = [text("warning", "Warning", icon: "mdi:alert-outline")]
        if traits.isElementProbeFitted {
            all += [
                share("health_heater", "Heater power share"),
                share("health_blower", "Airflow share"),
            ]
        }
        all.append(share("health_loss", "Heat balance"))
        if traits.isElementProbeFitted {
            all.append(
                measurement(
                    "probe_difference",
                    "Probe difference at rest",
                    unit: "K",
                    category: "diagnostic"
                )
            )
        }
        all.append(
            HomeAssistantComponent(
                "switchings",
                .sensor,
                [
                    ("name", .string("Relay switchings")),
                    ("value_template", template("switchings")),
                    ("state_class", .string("total_increasing")),
                    ("entity_category", .string("diagnostic")),
                    ("icon", .string("mdi:electric-switch")),
                ]
            )
        )
        if traits.isRelayRated { all.append(share("relay_used", "Relay life used")) }
        return all
    }

    private static var software: HomeAssistantComponent {
        HomeAssistantComponent(
            "software",
            .update,
            [
                ("name", .string("Software")), ("title", .string("Hearth")),
                ("value_template", .string("{{ value_json.software | to_json }}")),
                ("entity_category", .string("diagnostic")),
            ]
        )
    }
}
