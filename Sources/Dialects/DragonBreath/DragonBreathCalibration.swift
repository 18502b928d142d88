package import Chamber
import JSON
import SwitchCore

/// `/api/v2/calibration`: the corrections of the probes.
package enum DragonBreathCalibration {
    /// What the body asks for: one correction or both.
    static func wishes(in body: [UInt8]) throws(DragonBreathRefusal) -> [Wish] {
        let root = try DragonBreathRequest.object(in: body)
        var wishes: [Wish] = []
        for (key, probe) in [("chamber_offset_c", ProbeName.chamber), ("ptc_offset_c", .element)] {
            guard let value = root[key] else { continue }
            // The controller holds it to ±5 °C.
            guard let number = value.number, abs(number) <= 1_000 else {
                throw .invalid("\(key) must be a number from -5 to 5")
            }
            wishes.append(.setOffset(probe, TemperatureDelta(number)))
        }
        guard !wishes.isEmpty else {
            throw .invalid("give chamber_offset_c, ptc_offset_c or both")
        }
        return wishes
    }

    /// The corrections, their bounds and the readings.
    package static func encoded(_ snapshot: Snapshot) -> [UInt8] {
        let chamber = snapshot.offsets[.chamber].kelvins
        let element = snapshot.offsets[.element].kelvins
        let bound = Ceilings.sensorOffset.kelvins
        return JSONWriter.object { json in
            json.member("api_version", DragonBreathState.apiVersion)
            json.member("chamber_offset_c", chamber, decimals: 1)
            json.member("ptc_offset_c", element, decimals: 1)
            json.member("min", -bound, decimals: 1)
            json.member("max", bound, decimals: 1)
            let (air, ptc) = (snapshot.chamber.temperature, snapshot.element.temperature)
            json.member("chamber_c", air?.degrees, decimals: 1)
            json.member("ptc_c", ptc?.degrees, decimals: 1)
            json.member("chamber_raw_c", air.map { $0.degrees - chamber }, decimals: 1)
            json.member("ptc_raw_c", ptc.map { $0.degrees - element }, decimals: 1)
        }
    }
}
