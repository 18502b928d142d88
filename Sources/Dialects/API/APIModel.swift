import Chamber
import JSON
import SwitchCore

extension Snapshot {
    /// The model in use, and the calibration: the current one and how the last one ended.
    func writeModel(to json: inout JSONWriter) {
        json.member("ready_in_s", readyIn?.inSeconds, decimals: 0)
        if let soak {
            json.object("soak") { json in
                json.member("phase", soak.phase.word)
                json.member("remaining_s", soak.remaining?.inSeconds, decimals: 0)
            }
        } else {
            json.null("soak")
        }
        json.object("model") { json in
            json.member("state", calibrationState.word)
            json.member("text", calibrationState.sentence)
            model.write(to: &json)
        }
        json.object("calibration") { json in
            json.member("phase", calibration?.phase.word)
            json.member("elapsed_s", calibration?.elapsed.inSeconds, decimals: 1)
            json.member("remaining_s", calibration?.remaining.inSeconds, decimals: 1)
            json.member("fraction", calibration?.fraction, decimals: 3)
            guard let last = calibrationReport else { return json.null("last") }
            json.object("last") { json in
                json.member("result", last.failure?.word ?? "adopted")
                json.member("text", last.sentence)
                json.object("measured") { last.figures.write(to: &$0) }
            }
        }
    }
}

extension ThermalModel {
    /// The members that describe the model.
    func write(to json: inout JSONWriter) {
        json.member("origin", origin.word)
        json.member("heating_rate_k_per_s", slopeKelvinPerSecond, decimals: 4)
        json.member("dead_time_s", deadTimeSeconds, decimals: 1)
        json.member("element_excess_k", elementExcessKelvin, decimals: 1)
        json.member("element_time_constant_s", elementTimeConstantSeconds, decimals: 1)
        json.member("hold_duty_per_k", holdDutyPerKelvin, decimals: 5)
        json.member("room_c", room.degrees, decimals: 1)
    }
}

extension CalibrationFigures {
    /// The members that describe what was measured.
    func write(to json: inout JSONWriter) {
        json.member("rest_chamber_c", restChamber, decimals: 2)
        json.member("rest_element_c", restElement, decimals: 2)
        json.member("heating_rate_k_per_s", slopeKelvinPerSecond, decimals: 4)
        json.member("dead_time_s", deadTimeSeconds, decimals: 1)
        json.member("element_excess_k", elementExcessKelvin, decimals: 1)
        json.member("element_time_constant_s", elementTimeConstantSeconds, decimals: 1)
        json.member("loss_ratio", lossRatio, decimals: 2)
        json.member("heating_s", heatingSeconds, decimals: 1)
        json.member("quality", quality, decimals: 2)
    }
}
