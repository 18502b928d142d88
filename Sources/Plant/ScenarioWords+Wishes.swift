import Chamber
import SwitchCore

/// Parses the words after `wish`: every wish that a client can send, by name.
extension ScenarioWords {
    /// The wishes' names, and the values that each takes.
    private static let wishForms: [(name: String, arguments: String)] = [
        ("clear_latch", ""), ("power_on", ""), ("power_off", ""), ("start_drying", ""),
        ("stop_drying", ""), ("restore_factory_settings", ""), ("renew_lease", ""),
        ("calibrate", ""), ("stop_calibration", ""), ("forget_calibration", ""),
        ("skip_soak", ""),
        ("heat", "<degrees>"), ("custom_drying", "<degrees> <hours>"),
        ("preset", "pla|petg|custom"),
        ("fan_threshold", "<degrees>"), ("heat_threshold", "<degrees>"),
        ("offset", "chamber|element <kelvins>"), ("panda_clients", "<count>"),
    ]

    /// Parses `wish <name> [values] [lease <time>]`.
    static func wish(_ words: [String]) throws(Problem) -> Scenario.Action {
        guard let name = words.first else {
            throw Problem("write: wish <name>, of \(list(wishForms.map(\.name)))")
        }
        var values = Array(words.dropFirst())
        var lease: Duration?
        if values.count >= 2, values[values.count - 2] == "lease" {
            lease = try duration(values[values.count - 1])
            values.removeLast(2)
        }
        let form = wishForms[try word(name, of: wishForms.map(\.name))]
        let count = form.arguments.split(separator: " ").count
        let whole = ["wish", form.name, form.arguments, "[lease <time>]"].filter { !$0.isEmpty }
        try expectCount(values, count, whole.joined(separator: " "))
        return .wish(try wishes(name, values), lease: lease)
    }

    private static func wishes(
        _ name: String,
        _ values: [String]
    ) throws(Problem) -> [Wish] {
        switch name {
        case "clear_latch": [.clearLatch]
        case "power_on": [.setPower(true)]
        case "power_off": [.setPower(false)]
        case "start_drying": [.startDrying]
        case "stop_drying": [.stopDrying]
        case "restore_factory_settings": [.restoreFactorySettings]
        case "renew_lease": [.renewLease]
        case "calibrate": [.calibrate]
        case "stop_calibration": [.stopCalibration]
        case "forget_calibration": [.forgetCalibration]
        case "skip_soak": [.skipSoak]
        case "heat": [.heat(to: try celsius(values[0]))]
        case "custom_drying":
            [
                .setCustomDryingTarget(try celsius(values[0])),
                .setCustomDryingHours(try hours(values[1])),
            ]
        case "preset":
            [
                .selectDryingPreset(
                    DryingPreset.allCases[try word(values[0], of: ["pla", "petg", "custom"])]
                )
            ]
        case "fan_threshold": [.setFanBedThreshold(try celsius(values[0]))]
        case "heat_threshold": [.setHeatBedThreshold(try celsius(values[0]))]
        case "offset":
            [
                .setOffset(
                    try word(values[0], of: ["chamber", "element"]) == 0 ? .chamber : .element,
                    try kelvins(values[1])
                )
            ]
        default: [.reportPandaClients(try count(values[0]))]
        }
    }

    private static func kelvins(_ word: String) throws(Problem) -> TemperatureDelta {
        guard let number = Double(plain: word), (-100.0...100).contains(number) else {
            throw Problem("\"\(word)\" is not a correction; give degrees from -100 to 100")
        }
        return TemperatureDelta(number)
    }

    private static func count(_ word: String) throws(Problem) -> Int {
        guard let number = Int(word), (0...1_000).contains(number) else {
            throw Problem("\"\(word)\" is not a count; give a number from 0 to 1000")
        }
        return number
    }
}
