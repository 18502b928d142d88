package import Chamber
package import JSON
import SwitchCore

extension Wish {
    /// Writes the wish into the body of `POST /api/v1/wish` (`docs/api.md`); `false`: no client can send
    /// it, and nothing is written.
    package func write(to json: inout JSONWriter) -> Bool {
        switch self {
        case .setPower(let isOn): json.member("power", isOn)
        case .setMode(let mode): json.member("mode", mode.word)
        case .setTarget(let target): json.member("set_target", target.degrees, decimals: 2)
        case .heat(let target): json.member("heat_to", target.degrees, decimals: 2)
        case .soak(let target): json.member("soak_at", target.degrees, decimals: 2)
        case .dry(let target, let hours):
            json.object("dry") { json in
                json.member("target_c", target.degrees, decimals: 2)
                json.member("hours", hours)
            }
        case .dryPreset(let preset): json.member("dry", preset.word)
        case .startDrying: json.member("start_drying", true)
        case .stopDrying: json.member("stop_drying", true)
        case .skipSoak: json.member("skip_soak", true)
        case .calibrate: json.member("calibrate", true)
        case .stopCalibration: json.member("stop_calibration", true)
        case .clearLatch: json.member("clear_latch", true)
        case .renewLease: json.member("renew_lease", true)
        case _: return false
        }
        return true
    }
}
