import Chamber
import JSON
import Surroundings

extension APIState {
    /// The member that says how heater, blower, box, probes and relay do against the calibration.
    func writeHealth(to json: inout JSONWriter) {
        let (health, trend) = (snapshot.health, device.status.healthTrend)
        json.object("health") { json in
            json.object("heater") { json in
                Self.write(health.figures.heater, trend.heater, to: &json)
            }
            json.object("blower") { json in
                Self.write(health.figures.blower, trend.blower, to: &json)
            }
            json.object("loss") { json in
                Self.write(health.figures.loss, trend.loss, to: &json)
            }
            json.object("probe_difference_k") { json in
                Self.write(
                    health.figures.probeDifferenceKelvin,
                    trend.probeDifferenceKelvin,
                    to: &json
                )
            }
            json.object("relay") { json in
                json.member("switchings", health.switchings)
                json.member("rated", health.ratedSwitchings)
                json.member("used", health.relayUsed, decimals: 3)
            }
        }
    }

    private static func write(
        _ now: Double?,
        _ past: HealthTrend.Past?,
        to json: inout JSONWriter
    ) {
        // After a calibration the stored runs have another reference.
        let past = now == nil ? nil : past
        json.member("now", now, decimals: 3)
        json.member("before", past?.value, decimals: 3)
        json.member("before_days", past?.days, decimals: 1)
    }
}
