import Chamber
import JSON
import Surroundings
import SwitchCore

extension AutoReason? {
    /// The member that says why mode auto heats or not; `null` while it is not on.
    func write(to json: inout JSONWriter) {
        guard let reason = self else { return json.null("auto_reason") }
        let parameters = reason.parameters
        json.object("auto_reason") { json in
            json.member("code", reason.word)
            json.member("text", reason.sentence)
            json.member("heats", reason.heats)
            json.member("degrees_c", parameters.degrees, decimals: 1)
            json.member("filament", parameters.filament)
            json.member("since", parameters.since)
        }
    }
}
