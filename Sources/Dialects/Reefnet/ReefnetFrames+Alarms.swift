import Chamber
import JSON
import SwitchCore

/// One frame for each alarm that begins or ends.
extension ReefnetFrames {
    /// A safety alarm; `clearedAt`: when it ended, `nil` while it stands.
    func alarm(_ one: ReefnetStanding, clearedAt: Int64?) -> [UInt8] {
        alarm(
            code: one.alarm.rawValue,
            severity: clearedAt == nil ? "critical" : "info",
            message: one.alarm.title,
            category: "safety",
            detail: one.detail,
            triggeredAt: one.triggeredAt,
            clearedAt: clearedAt
        ) { json in
            json.number("avg_temp_c", average, decimals: 2)
            json.number("setpoint_min_c", setPoint - halfBand, decimals: 2)
            json.number("setpoint_max_c", setPoint + halfBand, decimals: 2)
            json.member("lockout", snapshot.latch != nil)
            // The rule that it stands for, where the protocol has no name for it.
            json.member("code", one.code.word)
        }
    }

    /// The probes have come apart, or together again.
    func mismatch(since triggeredAt: Int64, clearedAt: Int64?) -> [UInt8] {
        alarm(
            code: "thermistor_mismatch",
            severity: clearedAt == nil ? "warning" : "info",
            message: "Thermistor mismatch",
            category: "sensors",
            detail: "The two probes differ.",
            triggeredAt: triggeredAt,
            clearedAt: clearedAt
        ) { json in
            json.number("delta_c", delta, decimals: 2)
            json.number("threshold_c", snapshot.guards.probeTolerance.kelvins, decimals: 2)
            json.number("primary_temp_c", first, decimals: 2)
            json.number("secondary_temp_c", second, decimals: 2)
        }
    }

    private func alarm(
        code: String,
        severity: String,
        message: String,
        category: String,
        detail: String,
        triggeredAt: Int64,
        clearedAt: Int64?,
        meta: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        frame("alarm") { json in
            json.member("severity", severity)
            json.member("code", code)
            json.member("message", message)
            json.member("category", category)
            json.member("active", clearedAt == nil)
            json.member("detail", detail)
            json.member("triggered_at", UTCTime.text(milliseconds: triggeredAt))
            if let clearedAt {
                json.member("cleared_at", UTCTime.text(milliseconds: clearedAt))
            }
            json.object("meta", meta)
        }
    }
}
