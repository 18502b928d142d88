import Chamber
import Dialects
import JSON
import Surroundings
import SwitchCore
import Testing

@Suite struct HomeAssistantDiscoveryTests {
    private static let topics = HomeAssistantTopics(
        prefix: "hearth",
        id: "0123456789ab",
        discoveryPrefix: "homeassistant"
    )

    private static func traits(_ change: (inout DeviceTraits) -> Void = { _ in }) -> DeviceTraits {
        var traits = DeviceTraits(id: "0123456789ab", name: "Chamber \"A\"")
        traits.model = "Simulated chamber"
        traits.version = "1.2.3"
        traits.pageURL = "http://192.0.2.7:8080/"
        change(&traits)
        return traits
    }

    private static func object(of message: BrokerMessage) throws -> JSONObject {
        try #require(try JSONValue(parsing: message.payload).object)
    }

    /// Every mistake by the table of what Home Assistant takes.
    private static func flaws(in members: JSONObject, _ schema: HomeAssistantSchema.Members)
        -> [String]
    {
        members.members.compactMap { member in
            guard let kind = schema[member.key] else { return "\(member.key) is unknown" }
            return HomeAssistantSchema.flaw(in: member.value, kind).map { "\(member.key) \($0)" }
        }
    }

    @Test func everyMemberIsOneThatHomeAssistantDocuments() throws {
        let everything = Self.traits {
            $0.isSecondChamberProbeFitted = true
            $0.isRelayRated = true
        }
        let message = HomeAssistantDiscovery(everything, Self.topics).message()
        let root = try Self.object(of: message)
        var flaws = Self.flaws(in: root, HomeAssistantSchema.root)
        flaws += HomeAssistantSchema.requiredRoot.filter { root[$0] == nil }
        let device = try #require(root["device"]?.object)
        flaws += Self.flaws(in: device, HomeAssistantSchema.device)
        let origin = try #require(root["origin"]?.object)
        flaws += Self.flaws(in: origin, HomeAssistantSchema.origin)
        let components = try #require(root["components"]?.object)
        for (key, value) in components.members {
            let component = try #require(value.object, "\(key)")
            let platform = try #require(component["platform"]?.string, "\(key)")
            let schema = try #require(HomeAssistantSchema.platforms[platform], "\(key)")
            flaws += Self.flaws(in: component, schema).map { "\(key): \($0)" }
            let required = HomeAssistantSchema.required[platform] ?? []
            for member in required + ["unique_id"] where component[member] == nil {
                flaws.append("\(key): no \(member)")
            }
            if let deviceClass = component["device_class"]?.string, platform == "sensor" {
                let units = HomeAssistantSchema.units[deviceClass] ?? []
                let unit = component["unit_of_measurement"]?.string ?? ""
                if !units.contains(unit) { flaws.append("\(key): \(unit) for \(deviceClass)") }
            }
        }
        #expect(flaws == [])
        #expect(components.members.count == 37)
    }

    @Test func theTableSeesFlaws() throws {
        let bad: [(JSONValue, HomeAssistantSchema.Kind)] = [
            (.integer(1), .text), (.string("a/+"), .topic), (.string("a b"), .topic),
            (.string("{{ value }}"), .template), (.string("on"), .flag), (.array([]), .words),
            (.string("kelvin"), .choice(["C"])), (.bool(true), .number), (.integer(1), .name),
        ]
        for (value, kind) in bad {
            #expect(HomeAssistantSchema.flaw(in: value, kind) != nil, "\(value) as \(kind)")
        }
        let stranger = JSONObject([(key: "colour", value: .string("red"))])
        #expect(Self.flaws(in: stranger, HomeAssistantSchema.device) == ["colour is unknown"])
    }

    @Test func everyTemplateNamesAMemberOfTheState() throws {
        let traits = Self.traits {
            $0.isSecondChamberProbeFitted = true
            $0.isRelayRated = true
        }
        let state = try JSONValue(
            parsing: HomeAssistantState(Snapshot(), DeviceView(), traits).encoded()
        )
        let root = try Self.object(of: HomeAssistantDiscovery(traits, Self.topics).message())
        var asked: Set<String> = []
        for (_, value) in root["components"]?.object?.members ?? [] {
            for (key, value) in value.object?.members ?? [] where key.hasSuffix("template") {
                let text = try #require(value.string)
                asked.insert(String(text.dropFirst("{{ value_json.".count).prefix { $0 != " " }))
            }
        }
        let told = Set(state.object?.members.map(\.key) ?? [])
        #expect(asked == told)
    }

    @Test func itIsRetainedAtTheDevicesTopic() throws {
        let message = HomeAssistantDiscovery(Self.traits(), Self.topics).message()
        #expect(message.topic == "homeassistant/device/hearth_0123456789ab/config")
        #expect(message.isRetained)
        let root = try Self.object(of: message)
        #expect(root["availability_topic"]?.string == "hearth/0123456789ab/availability")
        #expect(root["state_topic"]?.string == "hearth/0123456789ab/state")
        #expect(root["device"]?.object?["name"]?.string == "Chamber \"A\"")
    }

    @Test func theThermostatHasTheBoardsLimits() throws {
        let traits = Self.traits { traits in
            traits.lowestTarget = Celsius(20)
            traits.highestTarget = Celsius(52.5)
        }
        let root = try Self.object(of: HomeAssistantDiscovery(traits, Self.topics).message())
        let heater = try #require(root["components"]?.object?["heater"]?.object)
        #expect(heater["min_temp"]?.number == 20)
        #expect(heater["max_temp"]?.number == 52.5)
        #expect(heater["optimistic"] == .bool(false))
        #expect(heater["retain"] == .bool(false))
        #expect(heater["modes"] == .array(["off", "heat", "auto", "dry"].map { .string($0) }))
        for mode in ["off", "heat", "auto", "dry"] {
            #expect(HomeAssistantSchema.climateModes.contains(mode))
        }
    }

    @Test func whatIsNotFittedIsNotShown() {
        let bare = Self.traits { traits in
            traits.isFanFitted = false
            traits.isElementProbeFitted = false
        }
        let keys = HomeAssistantDiscovery(bare, Self.topics).components.map(\.key)
        #expect(!keys.contains("fan"))
        #expect(!keys.contains("element"))
        #expect(!keys.contains("chamber_second"))
        #expect(keys.contains("chamber"))
    }

    @Test func anEntityThatIsNoMoreIsRemovedByItsPlatformAlone() throws {
        let before = HomeAssistantDiscovery(Self.traits(), Self.topics)
        let after = HomeAssistantDiscovery(Self.traits { $0.isFanFitted = false }, Self.topics)
        let gone = after.gone(from: before.message().payload)
        #expect(gone == ["fan": "binary_sensor"])
        let root = try Self.object(of: after.message(removing: gone))
        let fan = try #require(root["components"]?.object?["fan"]?.object)
        #expect(fan.members.map(\.key) == ["platform"])
        #expect(fan["platform"]?.string == "binary_sensor")
        #expect(before.gone(from: before.message().payload) == [:])
        #expect(before.gone(from: Array("no JSON".utf8)) == [:])
        #expect(before.gone(from: []) == [:])
    }

    @Test func aDevicesIdentifiersAreItsOwn() throws {
        let root = try Self.object(of: HomeAssistantDiscovery(Self.traits(), Self.topics).message())
        var ids: [String] = []
        for (key, value) in root["components"]?.object?.members ?? [] {
            let id = try #require(value.object?["unique_id"]?.string)
            #expect(id == "hearth_0123456789ab_\(key)")
            ids.append(id)
        }
        #expect(Set(ids).count == ids.count)
    }
}
