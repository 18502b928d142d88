package import Chamber
package import JSON
package import Surroundings
import SwitchCore

/// The heaters of the network as JSON (`docs/api.md`).
package enum APIFleet {
    /// All of them.
    package static func encoded(_ view: FleetView) -> [UInt8] {
        JSONWriter.object { json in
            json.member("searching", view.isSearching)
            json.member("left_out", view.leftOut)
            json.array("heaters") { list in
                for heater in view.heaters { list.object { write(heater, to: &$0) } }
            }
        }
    }

    private static func write(_ heater: FleetHeater, to json: inout JSONWriter) {
        json.member("address", heater.address)
        json.member("self", heater.isSelf)
        json.member("name", heater.name)
        json.member("id", heater.id)
        json.member("version", heater.version)
        json.member("answers", heater.answers)
        json.member("password_needed", heater.asksForPassword)
        json.member("age_s", heater.age.inSeconds, decimals: 1)
        guard let report = heater.report else { return json.null("state") }
        json.object("state") { json in
            json.member("activity", report.activity)
            json.member("power", report.isOn)
            json.member("chamber_c", report.chamber?.degrees, decimals: 1)
            json.member("set_point_c", report.setPoint?.degrees, decimals: 1)
            json.member("ready_in_s", report.readyIn?.inSeconds, decimals: 0)
            json.member("fault", report.fault)
            json.member("attention", report.attention)
            json.member("calibrated", report.isCalibrated)
        }
    }

    /// What became of turning all off.
    package static func encoded(_ all: [FleetOff]) -> [UInt8] {
        JSONWriter.object { json in
            json.member("result", all.allSatisfy { $0.trouble == nil } ? "off" : "not_all_off")
            json.array("heaters") { list in
                for one in all {
                    list.object { json in
                        json.member("address", one.address)
                        json.member("name", one.name)
                        json.member("off", one.trouble == nil)
                        json.member("trouble", one.trouble)
                    }
                }
            }
        }
    }

    /// What a heater shows of itself, out of a state that it told.
    package static func report(of state: JSONObject) -> FleetHeater.Report {
        var report = FleetHeater.Report()
        report.activity = text(state["activity"])
        report.isOn = state["power"]?.bool ?? false
        report.chamber = celsius(state["chamber"]?.object?["temperature_c"])
        report.setPoint = celsius(state["set_point_c"])
        if let seconds = state["ready_in_s"]?.number, (0...864_000).contains(seconds) {
            report.readyIn = .seconds(seconds)
        }
        report.fault = state["latch"]?.object.map { text($0["title"]) }
        let device = state["device"]?.object
        report.attention = count(state["warnings"]) + count(device?["troubles"])
        report.isCalibrated = state["model"]?.object?["state"]?.string == "calibrated"
        return report
    }

    /// What this heater shows of itself.
    package static func report(of snapshot: Snapshot, _ device: DeviceView) -> FleetHeater.Report {
        var report = FleetHeater.Report()
        report.activity = snapshot.activity.word
        report.isOn = snapshot.settings.isOn
        report.chamber = snapshot.chamber.temperature
        report.setPoint = snapshot.setPoint
        report.readyIn = snapshot.readyIn
        report.fault = snapshot.latch?.code.rule.title
        report.attention = snapshot.warnings.codes.count + device.status.troubles.count
        report.isCalibrated = snapshot.calibrationState.word == "calibrated"
        return report
    }

    /// A stranger's text, harmless and short.
    package static func text(_ value: JSONValue?) -> String {
        String((value?.string ?? "").harmless.prefix(FleetHeater.longestText))
    }

    private static func count(_ value: JSONValue?) -> Int {
        if case .array(let list) = value { list.count } else { 0 }
    }

    /// No chamber is colder or hotter than a thermistor can tell.
    private static func celsius(_ value: JSONValue?) -> Celsius? {
        guard let degrees = value?.number, (-60...400).contains(degrees) else { return nil }
        return Celsius(degrees)
    }
}
