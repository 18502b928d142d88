import Chamber
import JSON
import SwitchCore

/// A command of stock V1.0.4: an object with any of the state's settings.
package enum StockCommand {
    /// What the payload asks for. A field of the wrong type is left out, as stock does; an object that
    /// holds nothing else is refused.
    package static func read(_ payload: [UInt8]) -> CommandReading {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: payload)
        } catch {
            return .refused("it is no JSON: \(error)")
        }
        guard let object = value.object else { return .refused("it is no object") }
        let wishes = wishes(in: object)
        return wishes.isEmpty
            ? .refused("it holds no setting with an allowed value")
            : .wishes(wishes)
    }

    /// In a fixed order: off before all else, and settings before what heats by them.
    private static func wishes(in object: JSONObject) -> [Wish] {
        let power = object["work_on"].flatMap(flag)
        let drying = object["drying_running"].flatMap(flag)
        var wishes: [Wish] = []
        func temperature(_ key: String, _ wish: (Celsius) -> Wish) {
            guard let number = object[key]?.number, let value = Celsius(untrusted: number) else {
                return
            }
            wishes.append(wish(value))
        }
        if power == false { wishes.append(.setPower(false)) }
        if drying == false { wishes.append(.stopDrying) }
        temperature("target_temp") { .setTarget($0) }
        temperature("filter_temp") { .setFanBedThreshold($0) }
        temperature("heater_temp") { .setHeatBedThreshold($0) }
        temperature("custom_temp") { .setDryingTarget($0) }
        if let hours = object["custom_timer"]?.wholeNumber {
            wishes.append(.setCustomDryingHours(hours))
        }
        if let word = object["filament_drying_mode"]?.string, let preset = DryingPreset(word: word)
        {
            wishes.append(.selectDryingPreset(preset))
        }
        if let mode = object["mode"]?.string.flatMap(StockNames.mode) {
            wishes.append(.setMode(mode))
        }
        if power == true { wishes.append(.setPower(true)) }
        if drying == true, power != false { wishes.append(.startDryingInMode) }
        return wishes
    }

    /// On is stock's word alone; off is whatever can only mean off.
    private static func flag(_ value: JSONValue) -> Bool? {
        value.meansOff ? false : value.string.flatMap(StockNames.flag)
    }
}
