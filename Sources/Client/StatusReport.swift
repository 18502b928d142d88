import Chamber
import CommandLine
import Dialects
package import JSON
import Surroundings
import SwitchCore

/// The daemon's state in a few lines for a person.
package struct StatusReport {
    private let state: JSONObject

    /// `state` is the answer to `GET /api/v1/state` (`docs/api.md`).
    package init(_ state: JSONObject) {
        self.state = state
    }

    /// What the heater does, what it measures, and what is wrong and what to do.
    package var lines: [String] {
        [headline] + measurements + drying + lease + faults
    }

    /// `Heating to 55 °C, mode on`
    package var headline: String {
        let setPoint = Self.degrees(state["set_point_c"])
        let mode = "mode " + Self.modeWord(state["mode"]?.string)
        switch state["activity"]?.string {
        case "off": return "Off" + offReason
        case "waiting": return "On, but nothing asks for heat now, \(mode)"
        case "ventilating": return "Ventilating without heat, \(mode)"
        case "heating": return "Heating to \(setPoint), \(mode)"
        case "holding": return "Holding \(setPoint), \(mode)"
        case "cooling_down": return "Off\(offReason); the fan runs until everything has cooled"
        case "latched": return "Stopped by a fault"
        case "paused": return "Paused: the door is open; then it heats to \(setPoint), \(mode)"
        case "calibrating": return "Calibrating" + calibrationRemaining
        case let other: return other ?? "Unknown"
        }
    }

    /// `Ready in about 6 min.`, where that is known.
    package var ready: [String] { readySeconds.map { ["Ready in about \($0)."] } ?? [] }

    private var readySeconds: String? {
        state["ready_in_s"]?.number.map { DurationText.rough(seconds: $0) }
    }

    private var calibrationRemaining: String {
        guard let seconds = state["calibration"]?.object?["remaining_s"]?.number else { return "" }
        return ", at most \(DurationText.exact(seconds: seconds)) left"
    }

    private var offReason: String {
        switch state["off_reason"]?.string {
        case "session_limit": ": the longest session was over"
        case "overrun": ": the heater ran for too long without effect"
        case "lease_expired": ": the program that asked for heat went silent"
        case "clock": ": the controller's clock stumbled"
        case "fault": ": a fault had latched"
        case _: ""
        }
    }

    private var measurements: [String] {
        // Without a board there is nothing to measure, to switch, and to calibrate.
        guard state["chamber"]?.object?["condition"]?.string != "absent" else {
            return TextColumns.lines(Self.offer(state))
        }
        var rows = hardware
        if let model = state["model"]?.object, model["state"]?.string != "calibrated",
            let text = model["text"]?.string
        {
            rows.append(("Calibration", text))
        }
        if case .array(let steps) = state["device"]?.object?["setup_left"],
            steps.contains(where: { $0.string == SetupStep.selfTest.rawValue })
        {
            rows.append(("Self-test", SetupStep.selfTest.sentence))
        }
        if let health = state["health"]?.object { rows += HealthLines(health).rows }
        rows += way
        if let bed = state["bed"]?.object {
            let printing = bed["printing"]?.bool == true ? "printing" : "idle"
            let report = state["device"]?.object?["printer"]?.object?["report"]?.object
            let now = report?["bed_c"]?.number.map { ", now \($0.fixed(1)) °C" } ?? ""
            let target = Self.degrees(bed["target_c"])
            rows.append(("Printer's bed", "target \(target)\(now), \(printing)"))
        }
        if let reason = state["auto_reason"]?.object?["text"]?.string {
            rows.append(("Auto", reason))
        }
        rows += Self.offer(state)
        if let id = state["device"]?.object?["id"]?.string, !id.isEmpty {
            rows.append(("Device", id))
        }
        return TextColumns.lines(rows)
    }

    /// What is measured and switched.
    private var hardware: [(String, String)] {
        var rows: [(String, String)] = []
        for (name, key) in [
            ("Chamber", "chamber"), ("Chamber, second", "chamber_second"), ("Element", "element"),
        ] {
            guard let probe = state[key]?.object, let condition = probe["condition"]?.string,
                condition != "absent"
            else { continue }
            rows.append((name, Self.probe(probe, condition)))
        }
        rows.append(("Target", Self.degrees(runningTarget ?? state["target_c"])))
        let duty = state["delivered_duty"]?.number.map(\.percent) ?? "unknown"
        var heater = state["heater_on"]?.bool == true ? "on" : "off"
        heater += ", \(duty) of the last minute"
        if state["folded_back"]?.bool == true { heater += ", waiting for the element to cool" }
        rows.append(("Heater", heater))
        rows.append(("Fan", state["fan_on"]?.bool == true ? "on" : "off"))
        if let contacts = state["contacts"]?.object, !contacts.members.isEmpty {
            let words = contacts.members.map { "\($0.key) \($0.value.string ?? "unknown")" }
            rows.append(("Contacts", words.joined(separator: ", ")))
        }
        return rows
    }

    /// When the chamber is ready and soaked, and how warm it gets at all.
    private var way: [(String, String)] {
        var rows: [(String, String)] = []
        if let left = readySeconds {
            let isSlow = state["ready"]?.object?["slower_than_usual"]?.bool == true
            let why = isSlow ? ", slower than usual: is the door open?" : ""
            rows.append(("Ready", "in about \(left)\(why)"))
        }
        if let highest = state["highest_reachable_c"]?.number,
            let most = state["highest_target_c"]?.number, highest < most
        {
            let reached = Self.degrees(state["highest_reachable_c"])
            rows.append(("Reaches", "about \(reached) in this room"))
        }
        if let soak = state["soak"]?.object, let phase = soak["phase"]?.string {
            let left = soak["remaining_s"]?.number.map {
                "about \(DurationText.rough(seconds: $0)) left"
            }
            rows.append(("Soak", phase == "soaking" ? left ?? phase : phase))
        }
        return rows
    }

    /// The new version that `apt` offers.
    private static func offer(_ state: JSONObject) -> [(String, String)] {
        guard let version = state.device("update")?["offered"]?.string else { return [] }
        return [("New version", "\(version): sudo apt install hearth")]
    }

    /// The temperature of the drying run, as it is shown; `nil` without a run.
    package var dryingTarget: String? { runningTarget.map { Self.degrees($0) } }

    /// The drying run's set point; `nil` without a run.
    private var runningTarget: JSONValue? {
        guard let drying = state["drying"]?.object, drying["running"]?.bool == true else {
            return nil
        }
        return drying["target_c"]
    }

    private var drying: [String] {
        guard let drying = state["drying"]?.object, drying["running"]?.bool == true,
            let remaining = drying["remaining_s"]?.number
        else { return [] }
        let target = Self.degrees(drying["target_c"])
        return TextColumns.lines([
            ("Drying", "\(DurationText.rough(seconds: remaining)) left at \(target)")
        ])
    }

    private var lease: [String] {
        guard let lease = state["lease"]?.object, let remaining = lease["remaining_s"]?.number
        else {
            return []
        }
        let requester = lease["requester"]?.string ?? "somebody"
        return TextColumns.lines([
            ("Lease", "\(requester) has to renew within \(DurationText.rough(seconds: remaining))")
        ])
    }

    private var faults: [String] {
        var lines: [String] = []
        if let latch = state["latch"]?.object {
            lines.append("")
            lines.append("Fault: \(latch["title"]?.string ?? "unknown") (\(Self.code(latch)))")
            if let what = latch["what"]?.string { lines.append("  \(what)") }
            if let remedy = latch["remedy"]?.string { lines.append("  \(remedy)") }
            lines.append(
                latch["clearing"]?.bool == true
                    ? "  It is being cleared." : "  Then clear it: hearth clear"
            )
        }
        if case .array(let troubles) = state["device"]?.object?["troubles"] {
            for trouble in troubles.compactMap(\.string) { lines += ["", trouble] }
        }
        guard case .array(let warnings) = state["warnings"] else { return lines }
        for warning in warnings.compactMap(\.object) {
            lines.append("")
            lines.append(
                "Warning: \(warning["title"]?.string ?? "unknown") (\(Self.code(warning)))"
            )
            if let remedy = warning["remedy"]?.string { lines.append("  \(remedy)") }
        }
        return lines
    }

    private static func code(_ fault: JSONObject) -> String {
        fault["code"]?.string ?? "unknown"
    }

    private static func probe(_ probe: JSONObject, _ condition: String) -> String {
        switch condition {
        case "good": degrees(probe["temperature_c"])
        case "waiting": "no reading yet"
        case "short_circuit": "short circuit"
        case "open_circuit": "not connected"
        case "unreadable": "the converter does not answer"
        case "implausible": "reads an impossible value"
        case "stale": "no fresh reading"
        case _: condition
        }
    }

    /// `55 °C`, `41.3 °C`: one decimal where there is one.
    package static func degrees(_ value: JSONValue?) -> String {
        guard let number = value?.number else { return "unknown" }
        let text = number.fixed(1)
        return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " °C"
    }

    /// The mode as the command line calls it.
    package static func modeWord(_ word: String?) -> String {
        switch word {
        case "always_on": "on"
        case "drying": "dry"
        case let other: other ?? "unknown"
        }
    }
}
