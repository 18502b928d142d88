import Chamber
import JSON
import Surroundings
import SwitchCore

extension APIWishValue {
    /// All presets, each within the board's limits.
    func presets(_ limits: Snapshot) throws(APIProblem) -> [FilamentPreset] {
        guard case .array(let list) = value else {
            throw problem("must be a list of presets such as [{\"name\":\"ABS\",\"heat_c\":55}]")
        }
        guard list.count <= FilamentPreset.most else {
            throw problem("has \(list.count) entries: keep \(FilamentPreset.most) at most")
        }
        var presets: [FilamentPreset] = []
        for (index, one) in list.enumerated() {
            let preset = try APIWishValue("\(name)[\(index)]", one).preset(limits)
            guard !presets.contains(where: { $0.name == preset.name }) else {
                throw problem("has \"\(preset.name)\" twice: give each a name of its own")
            }
            presets.append(preset)
        }
        return presets
    }

    private func preset(_ limits: Snapshot) throws(APIProblem) -> FilamentPreset {
        let fields = try fields(required: ["name"], optional: ["heat_c", "dry_c", "dry_hours"])
        guard let name = fields["name"]?.value.string, FilamentPreset.isName(name) else {
            throw problem(
                "needs a name of 1 to \(FilamentPreset.longestName) characters, without < > & and quotes"
            )
        }
        return FilamentPreset(
            name,
            heat: try fields["heat_c"]?.presetTemperature(limits),
            dry: try fields["dry_c"]?.presetTemperature(limits),
            dryMinutes: try fields["dry_hours"]?.minutes(
                in: 60...limits.longestDryingHours * 60,
                "must be a number of hours from 1 to \(limits.longestDryingHours)"
            ) ?? limits.longestDryingHours * 60
        )
    }

    /// A temperature that the board allows; `null` is none.
    private func presetTemperature(_ limits: Snapshot) throws(APIProblem) -> Celsius? {
        if value == .null { return nil }
        let temperature = try temperature()
        let (lowest, highest) = (limits.lowestTarget, limits.highestTarget)
        guard (lowest...highest).contains(temperature) else {
            throw APIProblem(
                status: 422,
                code: "out_of_range",
                message: "\(name) is \(temperature.degrees.plain) °C: this chamber takes "
                    + "\(lowest.degrees.plain) to \(highest.degrees.plain) °C"
            )
        }
        return temperature
    }
}
