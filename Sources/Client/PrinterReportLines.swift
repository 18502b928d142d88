import Chamber
package import CommandLine
package import JSON
package import Surroundings
import SwitchCore

/// The printer's part of the daemon's state, in words.
package struct PrinterReportLines {
    private let printer: JSONObject

    /// `state` is the answer to `GET /api/v1/state` (`docs/api.md`).
    package init(_ state: JSONObject) {
        printer = state.device("printer") ?? JSONObject([])
    }

    /// The link's state, as `docs/api.md` names it.
    package var link: String { printer["link"]?.string ?? "unknown" }

    /// What is wrong and what to do; empty where nothing is.
    package var trouble: String { printer["trouble"]?.string ?? "" }

    /// The link tries on its own: with an access code that has never worked it does not.
    package var isTriedAgain: Bool { !(kind == "bambu" && link == "wrong_access") }

    /// A printer is bound.
    package var isBound: Bool { link != "unbound" }

    /// The kind of printer in use: `bambu`, `klipper`.
    package var kind: String { printer["kind"]?.string ?? "unknown" }

    /// What mode auto goes by.
    package var autoChoice: AutoChoice {
        printer["auto"]?.string.flatMap(AutoChoice.init(word:)) ?? .bed
    }

    /// `Klipper printer "Voron" at 192.168.1.20:7125`
    package var title: String {
        var title = Self.title(ofKind: kind)
        if let name = printer["name"]?.string, !name.isEmpty { title += " \"\(name)\"" }
        let place = printer["address"]?.string ?? ""
        guard !place.isEmpty else { return title }
        let scheme = printer["https"]?.bool == true ? "https://" : ""
        let port = printer["port"]?.wholeNumber.map { ":\($0)" } ?? ""
        return title + " at \(scheme)\(place)\(port)\(printer["route_prefix"]?.string ?? "")"
    }

    /// `Klipper printer`
    package static func title(ofKind kind: String) -> String {
        switch kind {
        case "bambu": "Bambu printer"
        case "klipper": "Klipper printer"
        case "octoprint": "OctoPrint printer"
        case "prusalink": "Prusa printer"
        case "told": "Printer"
        case let other: "\(other) printer"
        }
    }

    /// The link's state, for a person.
    package var headline: String {
        switch link {
        case "unbound": return "No printer is bound (kind: \(kind))."
        case "connecting" where trouble.isEmpty: return "\(title): connecting."
        case "connecting": return "\(title): connecting; \(trouble)".asSentence
        case "connected" where trouble.isEmpty: return "\(title): connected."
        case "connected": return "\(title): connected, but \(trouble)".asSentence
        case _ where trouble.isEmpty: return "\(title): not connected (\(link))."
        case _: return "\(title): \(trouble)".asSentence
        }
    }

    /// The headline, the printer's report, and what mode auto does with it.
    package var lines: [String] {
        guard isBound else {
            return [
                headline,
                "  \"hearth printer scan\" looks for printers, \"hearth printer bind\" binds one.",
            ]
        }
        return [headline] + report + ["Mode auto heats by \(autoChoice.basis)."]
    }

    private var report: [String] {
        guard let report = printer["report"]?.object else { return [] }
        var rows: [(String, String)] = []
        var activity = report["activity"]?.string ?? ""
        if let file = report["file"]?.string, !file.isEmpty { activity += ", \(file)" }
        if let progress = report["progress"]?.number {
            activity += ", \(progress.percent)"
        }
        if let seconds = report["remaining_s"]?.number {
            activity += ", \(DurationText.rough(seconds: seconds)) left"
        }
        rows.append(("Printer", activity.isEmpty ? "unknown" : activity))
        var bed = StatusReport.degrees(report["bed_target_c"])
        if let now = report["bed_c"]?.number { bed += ", now \(now.fixed(1)) °C" }
        rows.append(("Bed", bed))
        if report["chamber_c"]?.number != nil {
            rows.append(("Its chamber", StatusReport.degrees(report["chamber_c"])))
        }
        if let filament = report["filament"]?.string, !filament.isEmpty {
            rows.append(("Filament", filament))
        }
        if let age = report["age_s"]?.number {
            rows.append(("Last report", "\(DurationText.rough(seconds: age)) ago"))
        }
        return TextColumns.lines(rows)
    }

    /// What the last search found, a line each.
    package var findings: [String] {
        guard case .array(let list) = printer["found"] else { return [] }
        return list.compactMap(\.object).map { found in
            let name = found["name"]?.string ?? ""
            let address = found["address"]?.string ?? ""
            let serial = found["serial"]?.string ?? ""
            let port = found["port"]?.wholeNumber ?? 0
            let bind =
                kind == "bambu"
                ? "hearth printer bind bambu \(address) --serial \(serial)"
                : "hearth printer bind klipper \(address)"
                    + (port == DeviceProfile.KlipperBinding().port ? "" : " --port \(port)")
            let pad = String(repeating: " ", count: max(1, 24 - name.count))
            return "  \(name)\(pad)\(bind)"
        }
    }
}

/// A command's exchange with the daemon about printers: a wish, then the state until it is
/// fulfilled.
package struct PrinterConversation {
    private let client: DaemonClient

    package init(_ client: DaemonClient) {
        self.client = client
    }

    /// Posts a wish about the printer.
    package func wish(_ write: (inout JSONWriter) -> Void) throws(CommandFailure) {
        try client.deviceWish(write)
    }

    /// The printer's part of the state now, and the whole state.
    package func read() throws(CommandFailure) -> (lines: PrinterReportLines, state: JSONObject) {
        let state = try client.state()
        return (PrinterReportLines(state), state)
    }

    /// Waits until `isDone`, for at most `seconds`; the last state.
    package func wait(
        seconds: Int,
        until isDone: (PrinterReportLines, JSONObject) -> Bool
    ) throws(CommandFailure) -> (lines: PrinterReportLines, state: JSONObject) {
        let state = try client.state(within: seconds) { isDone(PrinterReportLines($0), $0) }.state
        return (PrinterReportLines(state), state)
    }
}
