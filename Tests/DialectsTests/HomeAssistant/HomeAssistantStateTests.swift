import Chamber
import Dialects
import JSON
import Surroundings
import SwitchCore
import Testing

@Suite struct HomeAssistantStateTests {
    private static let traits: DeviceTraits = {
        var traits = DeviceTraits(id: "a", name: "A")
        traits.version = "1.2.3"
        return traits
    }()

    private static func state(_ change: (inout Snapshot) -> Void) -> HomeAssistantState {
        var snapshot = Snapshot()
        change(&snapshot)
        return HomeAssistantState(snapshot, DeviceView(), traits)
    }

    private static func members(_ change: (inout Snapshot) -> Void) throws -> JSONObject {
        try #require(try JSONValue(parsing: state(change).encoded()).object)
    }

    private static let fault = FaultRecord(
        number: 1,
        code: .relayStuck,
        at: .zero,
        value: 30,
        limit: 20
    )

    @Test func aHeatingChamberAsItGoesOut() {
        let state = Self.state { snapshot in
            snapshot.settings.isOn = true
            snapshot.settings.mode = .alwaysOn
            snapshot.settings.target = Celsius(55)
            snapshot.setPoint = Celsius(55)
            snapshot.activity = .heating
            snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(41.26))
            snapshot.element = ProbeStatus(condition: .good, temperature: Celsius(92.5))
            snapshot.deliveredDuty = Duty(0.8)
            snapshot.energyWattHours = 12.34
            snapshot.isHeaterOn = true
            snapshot.isFanOn = true
        }
        #expect(
            String(decoding: state.encoded(), as: UTF8.self)
                == #"{"mode":"heat","action":"heating","target":55.0,"set_point":55.0,"#
                + #""preset":"custom","chamber":41.3,"chamber_second":null,"element":92.5,"#
                + #""duty":80,"power":240,"energy":12.3,"drying_remaining":0,"#
                + #""off_reason":"on","term_left":null,"fault":"No fault","heating":"ON","fan":"ON","problem":"OFF","#
                + #""ready_at":null,"bed":null,"fan_bed_threshold":30.0,"heat_bed_threshold":80.0,"#
                + #""drying_temperature":60.0,"drying_hours":12,"soak":"none","#
                + #""warning":"No warning","printer":"unbound","bed_target":null,"#
                + #""auto_reason":"Not on","#
                + #""health_heater":null,"health_blower":null,"health_loss":null,"#
                + #""probe_difference":null,"switchings":0,"relay_used":null,"software":"#
                + #"{"installed_version":"1.2.3","latest_version":"1.2.3","in_progress":false,"#
                + #""release_summary":""}}"#
        )
    }

    @Test func theModeIsOffUnlessThePowerIsOn() throws {
        for mode in OperatingMode.allCases {
            let members = try Self.members { $0.settings.mode = mode }
            #expect(members["mode"]?.string == "off")
        }
        let words = try OperatingMode.allCases.map { mode in
            try Self.members { snapshot in
                snapshot.settings.isOn = true
                snapshot.settings.mode = mode
            }["mode"]?.string
        }
        #expect(words == ["auto", "heat", "dry"])
    }

    @Test func everyActionIsOneThatHomeAssistantKnows() throws {
        for activity in Snapshot.Activity.allCases {
            for isDrying in [false, true] {
                let action = try Self.members { snapshot in
                    snapshot.activity = activity
                    snapshot.drying.isRunning = isDrying
                }["action"]?.string
                #expect(HomeAssistantSchema.climateActions.contains(action ?? ""), "\(activity)")
            }
        }
    }

    @Test func aDryingRunShowsItsOwnTarget() throws {
        let members = try Self.members { snapshot in
            snapshot.settings.isOn = true
            snapshot.settings.mode = .drying
            snapshot.settings.target = Celsius(40)
            snapshot.settings.dryingPreset = .pla
            snapshot.drying.isRunning = true
            snapshot.drying.target = Celsius(55)
            snapshot.drying.remaining = .seconds(3_601)
        }
        #expect(members["target"]?.number == 55)
        #expect(members["preset"]?.string == "pla")
        #expect(members["drying_remaining"]?.number == 61)
    }

    @Test func aFaultIsToldInWordsThatFit() throws {
        let members = try Self.members { $0.latch = Self.fault }
        let text = try #require(members["fault"]?.string)
        #expect(text.hasPrefix(FaultCode.relayStuck.rule.title))
        #expect(text.count <= 255)
        #expect(members["problem"]?.string == "ON")
    }

    @Test func onlyMeasurementsCanWait() {
        let before = Self.state { _ in }
        let measured: [(inout Snapshot) -> Void] = [
            { $0.chamber = ProbeStatus(condition: .good, temperature: Celsius(30)) },
            { $0.deliveredDuty = Duty(0.5) },
            { $0.energyWattHours = 3 },
            {
                $0.lease = LeaseStatus(requester: Requester(.homeAssistant), remaining: .seconds(9))
            },
        ]
        for change in measured {
            let after = Self.state(change)
            #expect(after != before)
            #expect(!after.differsInMoreThanMeasurements(from: before))
        }
        let urgent: [(inout Snapshot) -> Void] = [
            { $0.settings.isOn = true },
            { $0.settings.target = Celsius(33) },
            { $0.settings.dryingPreset = .pla },
            { $0.latch = Self.fault },
            { $0.isFanOn = true },
            { $0.activity = .waiting },
        ]
        for change in urgent {
            #expect(Self.state(change).differsInMoreThanMeasurements(from: before))
        }
    }

    @Test func theRelaysSwitchingIsNoNews() throws {
        var told: Set<String> = []
        for activity in Snapshot.Activity.allCases {
            let states = [false, true].map { isOn in
                Self.state {
                    $0.activity = activity
                    $0.isHeaterOn = isOn
                }
            }
            #expect(states[0] == states[1], "\(activity)")
            if try Self.members({ $0.activity = activity })["heating"]?.string == "ON" {
                told.insert("\(activity)")
            }
        }
        #expect(told == ["heating", "holding", "calibrating"])
    }

    @Test func whyItIsOffIsOneOfTheWordsThatWereAnnounced() throws {
        for reason in OffReason.allCases {
            let members = try Self.members { $0.offReason = reason }
            #expect(members["off_reason"]?.string == reason.word)
        }
        #expect(try Self.members { $0.settings.isOn = true }["off_reason"]?.string == "on")
    }

    @Test func whatIsNotFiniteIsUnknown() throws {
        let members = try Self.members { $0.chamber = ProbeStatus(condition: .openCircuit) }
        #expect(members["chamber"] == .null)
    }
}
