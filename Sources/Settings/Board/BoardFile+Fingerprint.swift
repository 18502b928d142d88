import Chamber
import SwitchCore

extension BoardFile {
    /// Identifies the board of a learned model: its name, its heater's power, and the divider ratio of
    /// each probe at 25, 60 and 100 °C. It is stored as readable text.
    static func fingerprint(name: String, _ configuration: ControllerConfiguration) -> String {
        var parts = [name, configuration.heaterPowerWatts.fixed(0) + " W"]
        parts.append(words("chamber", configuration.chamber))
        if let second = configuration.chamberSecond { parts.append(words("second", second)) }
        if let element = configuration.element { parts.append(words("element", element)) }
        return parts.joined(separator: "; ")
    }

    private static func words(_ name: String, _ probe: ProbeConfiguration) -> String {
        let ratios = [25.0, 60, 100].map { degrees in
            let resistance = probe.thermistor.resistance(at: Celsius(degrees))
            return probe.divider.ratio(of: resistance).fixed(4)
        }
        return ([name] + ratios).joined(separator: " ")
    }
}
