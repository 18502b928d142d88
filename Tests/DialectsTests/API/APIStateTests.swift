import Chamber
import Dialects
import JSON
import Surroundings
import SwitchCore
import Testing

@Suite
struct APIStateTests {
    private var state: APIState {
        var snapshot = Snapshot()
        snapshot.at = Instant(nanoseconds: 542_100_000_000)
        snapshot.step = 5421
        snapshot.settings.isOn = true
        snapshot.settings.mode = .alwaysOn
        snapshot.settings.target = Celsius(55)
        snapshot.settingsChangedBy = Requester(.page)
        snapshot.activity = .heating
        snapshot.setPoint = Celsius(55)
        snapshot.highestTarget = Celsius(60)
        snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(41.274))
        snapshot.element = ProbeStatus(condition: .good, temperature: Celsius(88.91))
        snapshot.duty = Duty(0.85)
        snapshot.isHeaterOn = true
        snapshot.contacts.fitted = ContactSet([.smoke, .door])
        snapshot.contacts.open = ContactSet([.door])
        snapshot.activitySince = Instant(nanoseconds: 512_100_000_000)
        snapshot.drying.remaining = .hours(12)
        snapshot.drying.length = .hours(12)
        snapshot.health.figures.blower = 0.94
        snapshot.health.switchings = 41_234
        snapshot.health.ratedSwitchings = 100_000
        var device = DeviceView()
        device.profile.presets = []
        device.status.healthTrend.blower = HealthTrend.Past(value: 0.98, days: 30.2)
        return APIState(
            snapshot: snapshot,
            device: device,
            version: "0.1.0",
            wallMilliseconds: 1_785_421_530_000
        )
    }

    @Test
    func writesTheDocumentThatDocsApiMdShows() {
        let expected = """
            {"version":"0.1.0","step":5421,"uptime_s":542.1,"activity":"heating","since_ms":1785421500000,"power":true,\
            "mode":"always_on","off_reason":"boot","target_c":55.0,"set_point_c":55.0,\
            "highest_target_c":60.0,"highest_reachable_c":null,"changed_by":"page",\
            "chamber":{"condition":"good","temperature_c":41.27,"offset_k":0.00},\
            "chamber_second":{"condition":"absent","temperature_c":null,"offset_k":0.00},\
            "element":{"condition":"good","temperature_c":88.91,"offset_k":0.00},\
            "duty":0.850,"delivered_duty":0.000,"heater_on":true,"fan_on":false,\
            "folded_back":false,"contacts":{"smoke":"closed","door":"open"},"ready":null,"ready_in_s":null,"soak":null,\
            "model":{"state":"not_calibrated",\
            "text":"not calibrated: the board file's numbers apply until a calibration",\
            "origin":"board","heating_rate_k_per_s":0.1620,"dead_time_s":30.0,\
            "element_excess_k":43.0,"element_time_constant_s":36.0,"hold_duty_per_k":0.01390,\
            "room_c":22.0},"calibration":{"phase":null,"elapsed_s":null,"remaining_s":null,\
            "fraction":null,"last":null},\
            "health":{"heater":{"now":null,"before":null,"before_days":null},\
            "blower":{"now":0.940,"before":0.980,"before_days":30.2},\
            "loss":{"now":null,"before":null,"before_days":null},\
            "probe_difference_k":{"now":null,"before":null,"before_days":null},\
            "relay":{"switchings":41234,"rated":100000,"used":0.412}},"drying":{"running":false,"remaining_s":43200,"ends_ms":null,"preset":"custom",\
            "target_c":60.0,"duration_s":43200,"custom_target_c":60.0,"custom_hours":12,"custom_minutes":0,\
            "longest_hours":12},"auto":{"fan_bed_threshold_c":30.0,"heat_bed_threshold_c":80.0},\
            "auto_reason":null,\
            "bed":null,"latch":null,"warnings":[],"lease":null,\
            "counters":{"switchings":0,"heater_on_s":0.0,"energy_wh":0.00},\
            "device":{"id":"","hostname":"PandaBreath","language":"en","unit":"C","presets":[],\
            "network":{"state":"connected","name":"Wired","address":"127.0.0.1","scan":"idle",\
            "trouble":"","found":[]},\
            "hotspot":{"on":false,"ssid":"Hearth","address":"192.168.254.1"},\
            "printer":{"kind":"bambu","name":"","address":"","port":8883,"serial":"",\
            "has_secret":false,"auto":"bed","auto_by_file":false,"state":0,"link":"unbound","trouble":"","report":null,\
            "scan":"idle","found":[]},\
            "beat":{"steps":0,"p50_ms":0.000,"p99_ms":0.000,"p999_ms":0.000,"worst_ms":0.000},\
            "update":{"slot":"package","trial":false,"phase":"idle","outcome":"","trouble":false,"offered":null,\
            "slots":[]},\
            "troubles":[],"setup_left":[]}}
            """
        #expect(String(decoding: state.encoded(), as: UTF8.self) == expected)
    }

    @Test
    func tellsALatchedFaultInWordsWithItsNumbersAndWhatToDo() throws {
        var state = state
        state.snapshot.latch = FaultRecord(
            number: 3,
            code: .overTemperature,
            at: .zero,
            probe: .element,
            value: 105.3,
            limit: 105,
            element: Celsius(105.3)
        )
        let latch = try #require(try JSONValue(parsing: state.encoded()).object?["latch"]?.object)
        #expect(latch["code"]?.string == "safety.over_temperature")
        #expect(latch["what"]?.string == "The element probe read 105.3 °C; the limit is 105.0 °C.")
        #expect(latch["remedy"]?.string == FaultCode.overTemperature.rule.remedy)
        #expect(latch["sensor_fault"]?.bool == false)
        #expect(latch["chamber_c"] == .null)
        #expect(latch["clearing"]?.bool == false)
    }

    @Test(arguments: FaultCode.allCases)
    func isJSONForEveryFaultModeActivityAndWarning(code: FaultCode) throws {
        var state = state
        for condition in ProbeStatus.Condition.allCases {
            state.snapshot.latch = FaultRecord(
                number: 1,
                code: code,
                at: .zero,
                condition: condition,
                value: .infinity
            )
            state.snapshot.warnings.set(code, true)
            state.snapshot.bed = BedReport(target: Celsius(100), isPrinting: true)
            state.snapshot.lease = LeaseStatus(requester: .controller, remaining: .seconds(5))
            let object = try #require(try JSONValue(parsing: state.encoded()).object)
            let what = object["latch"]?.object?["what"]?.string ?? ""
            #expect(what.hasSuffix("."))
            #expect(object["bed"]?.object?["printing"] == .bool(true))
        }
    }

    @Test
    func holdsNoSecret() {
        var state = state
        state.device.profile.station.password = "SECRET1"
        state.device.profile.hotspot.password = "SECRET2"
        state.device.profile.bambu.accessCode = "SECRET3"
        #expect(!String(decoding: state.encoded(), as: UTF8.self).contains("SECRET"))
    }

    @Test
    func takesMeasurementsAndThePassingOfTimeForNoChange() {
        var later = state
        later.snapshot.at = later.snapshot.at.advanced(by: .seconds(1))
        later.snapshot.step += 10
        later.snapshot.chamber.temperature = Celsius(43)
        later.snapshot.duty = .off
        later.snapshot.isHeaterOn = false
        later.snapshot.switchings += 1
        later.snapshot.health.switchings += 1
        #expect(!later.differsInMoreThanMeasurements(from: state))
        later.snapshot.settings.target = Celsius(54)
        #expect(later.differsInMoreThanMeasurements(from: state))
        var faulty = state
        faulty.snapshot.chamber = ProbeStatus(condition: .openCircuit)
        #expect(faulty.differsInMoreThanMeasurements(from: state))
    }
}
