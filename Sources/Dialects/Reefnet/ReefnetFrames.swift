import Chamber
import JSON
import SwitchCore

/// The frames that a module sends: text of one JSON object each. A number that is not known is left out;
/// `null` is none.
struct ReefnetFrames {
    let module: ReefnetModule
    let moment: ReefnetMoment
    let standing: [ReefnetStanding]
    /// The two probes differ by more than their tolerance at this moment.
    let isMismatched: Bool

    var snapshot: Snapshot { moment.snapshot }
    var first: Double? { snapshot.chamber.temperature?.degrees }
    var second: Double? { snapshot.chamberSecond.temperature?.degrees }

    /// The water's or the chamber's temperature, in °C: the mean of the probes that read well.
    var average: Double? { snapshot.averageDegrees }

    /// How far the probes are apart, in K.
    var delta: Double? {
        guard let first, let second else { return nil }
        return abs(first - second)
    }

    var setPoint: Double { snapshot.settings.target.degrees }
    var halfBand: Double { snapshot.settings.band.kelvins / 2 }

    /// The envelope of every frame.
    func frame(_ type: String, _ payload: (inout JSONWriter) -> Void) -> [UInt8] {
        JSONWriter.object { json in
            json.member("protocol", ReefnetMessage.protocolName)
            json.member("module_id", module.moduleID)
            json.member("submodule_id", module.submoduleID)
            json.member("type", type)
            json.member("sent_at", UTCTime.text(milliseconds: moment.wallMilliseconds))
            json.object("payload", payload)
        }
    }

    /// A `status`.
    func status() -> [UInt8] {
        frame("status") { json in
            json.member("uptime_s", moment.uptime.components.seconds)
            json.object("firmware") { json in
                json.member("version", module.version)
                json.member("build", "Hearth \(module.version)")
            }
            if let network = moment.network { json.object("network") { write(network, &$0) } }
            json.object("environment") { $0.number("temperature_c", average, decimals: 2) }
            json.array("subsystems") { json in json.object(subsystem) }
        }
    }

    private func write(_ network: ReefnetMoment.Network, _ json: inout JSONWriter) {
        json.member("ip", network.address)
        if !network.hardwareAddress.isEmpty { json.member("mac", network.hardwareAddress) }
        if !network.ssid.isEmpty { json.member("ssid", network.ssid) }
        if let signal = network.signal { json.member("rssi_dbm", signal) }
    }

    private func subsystem(_ json: inout JSONWriter) {
        let isLocked = snapshot.latch != nil
        let isHeating = snapshot.isHeaterOn
        json.member("key", "heater")
        json.member("label", module.label)
        json.member("kind", "heater")
        json.member("submodule_id", module.submoduleID)
        json.member("state", isLocked ? "locked" : isHeating ? "heating" : "idle")
        json.member("badge", !standing.isEmpty ? "alarm" : isHeating ? "active" : "ok")
        json.member("safety_lockout", isLocked)
        json.member("visible_alarm", visibleAlarm)
        if let reason = moment.autoReason { json.member("detail", reason) }
        json.object("setpoints", setPoints)
        json.object("safety", safety)
        json.array("sensors", sensors)
    }

    /// The most urgent alarm's code; empty where none stands.
    private var visibleAlarm: String { standing.first?.alarm.rawValue ?? "" }

    private func setPoints(_ json: inout JSONWriter) {
        json.number("setpoint_c", setPoint, decimals: 2)
        json.number("setpoint_min_c", setPoint - halfBand, decimals: 2)
        json.number("setpoint_max_c", setPoint + halfBand, decimals: 2)
        json.number("hysteresis_span_c", halfBand * 2, decimals: 2)
        json.number("hysteresis_half_c", halfBand, decimals: 3)
        json.number(
            "probe_tolerance_c",
            snapshot.guards.probeTolerance.kelvins,
            decimals: 2
        )
        json.member("thermistor_alarm", isMismatched)
        json.number("duty_cycle_percent", dutyPercent, decimals: 1)
        // Where one public description has them; the other has them under `safety`.
        parameters(&json)
    }

    private func safety(_ json: inout JSONWriter) {
        parameters(&json)
        json.object("state") { json in
            json.member("all_probes_offline", stands(.probeDualFailure))
            json.member("thermal_runaway", stands(.thermalRunaway))
            json.member("heater_overrun", stands(.heaterOverrun))
            json.member("relay_stuck", stands(.relayStuck))
            json.member("lockout", snapshot.latch != nil)
            json.member("visible_alarm", visibleAlarm)
        }
        json.array("alarms") { json in
            for one in standing {
                json.object { json in
                    json.member("code", one.alarm.rawValue)
                    json.member("title", one.alarm.title)
                    json.member("detail", one.detail)
                    json.member("triggered_at", UTCTime.text(milliseconds: one.triggeredAt))
                }
            }
        }
    }

    private func parameters(_ json: inout JSONWriter) {
        let guards = snapshot.guards
        json.number("probe_timeout_s", guards.probeTimeout.inSeconds, decimals: 0)
        json.number("runaway_delta_c", guards.runawayDelta.kelvins, decimals: 2)
        json.number("max_heater_on_min", guards.longestFullPower.inSeconds / 60, decimals: 1)
        json.number("stuck_relay_delta_c", guards.stuckRelayDelta.kelvins, decimals: 2)
        json.number("stuck_relay_window_s", guards.stuckRelayWindow.inSeconds, decimals: 0)
    }

    /// The first two with a number become a hub's thermometers: the probes in the air, or where
    /// there is only one, that and the element's.
    private func sensors(_ json: inout JSONWriter) {
        let element = snapshot.element.temperature?.degrees
        let hasSecond = snapshot.chamberSecond.condition != .absent
        sensor("Primary", first, "C", &json)
        if hasSecond { sensor("Secondary", second, "C", &json) }
        if !hasSecond { sensor("Element", element, "C", &json) }
        sensor("Average", average, "C", &json)
        sensor("Delta", delta, "C", &json)
        if hasSecond { sensor("Element", element, "C", &json) }
        sensor("Duty Cycle", dutyPercent, "%", &json, decimals: 1)
        sensor("Activations", Double(snapshot.switchings), "cycles", &json, decimals: 0)
    }

    private func sensor(
        _ label: String,
        _ value: Double?,
        _ unit: String,
        _ json: inout JSONWriter,
        decimals: Int = 2
    ) {
        guard let value else { return }
        json.object { json in
            json.member("label", label)
            json.number("value", value, decimals: decimals)
            json.member("unit", unit)
        }
    }

    private var dutyPercent: Double { snapshot.deliveredDuty.fraction * 100 }

    private func stands(_ alarm: ReefnetAlarm) -> Bool {
        standing.contains { $0.alarm == alarm }
    }
}

extension JSONWriter {
    /// A number; nothing where it is not known.
    mutating func number(_ key: String, _ value: Double?, decimals: Int) {
        guard let value, value.isFinite else { return }
        member(key, value, decimals: decimals)
    }
}

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
            json.number("avg_temp_c", clearedAt == nil ? one.average : average, decimals: 2)
            json.number("setpoint_min_c", setPoint - halfBand, decimals: 2)
            json.number("setpoint_max_c", setPoint + halfBand, decimals: 2)
            json.member("lockout", snapshot.latch != nil)
            // The rule, where the protocol has no name for it.
            json.member("code", one.code.word)
        }
    }

    /// The end of an alarm that does not stand, for a hub that may remember it from an earlier process.
    func end(of idle: ReefnetAlarm) -> [UInt8] {
        alarm(
            code: idle.rawValue,
            severity: "info",
            message: idle.title,
            category: "safety",
            detail: "It does not stand.",
            triggeredAt: moment.wallMilliseconds,
            clearedAt: moment.wallMilliseconds
        ) { $0.member("lockout", snapshot.latch != nil) }
    }

    /// Why something was refused: an alarm that begins and ends at once, so that the hub keeps the reason
    /// among its alarms and none of them stands.
    func refusal(_ reason: String) -> [[UInt8]] {
        let now = moment.wallMilliseconds
        return [nil, now].map { clearedAt in
            alarm(
                code: "request_refused",
                severity: "info",
                message: "Request refused",
                category: "requests",
                detail: reason,
                triggeredAt: now,
                clearedAt: clearedAt
            ) { $0.member("lockout", snapshot.latch != nil) }
        }
    }

    /// The probes have begun to differ, or agree again.
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
