import Chamber
package import CommandLine
import Glibc
package import JSON

/// What `hearth watch` shows: a screen that is drawn again each time, or a line each time where there is no terminal.
package struct WatchScreen {
    private let console: Console
    private let isForPrograms: Bool
    private var isSilent = false

    /// At this console; `isForPrograms`: the state as it comes, in JSON.
    package init(_ console: Console, isForPrograms: Bool) {
        self.console = console
        self.isForPrograms = isForPrograms
    }

    /// Whether it has a place for the last minutes.
    package var showsCurves: Bool { console.isTerminal && !isForPrograms }

    /// Shows a state, and the history of the last minutes where there is a place for it.
    package mutating func show(_ state: (text: String, object: JSONObject), _ minutes: JSONObject?)
    {
        isSilent = false
        guard !isForPrograms else { return console.line(state.text) }
        let report = StatusReport(state.object)
        guard console.isTerminal else {
            return console.line(Self.line(state.object, report.headline))
        }
        var lines = report.lines
        if let first = lines.first { lines[0] = console.emphasised(first) }
        lines = lines.map { $0.hasPrefix("Fault:") ? console.alarming($0) : $0 }
        if let minutes { lines += [""] + HistoryReport(minutes).plot }
        console.replaceScreen(by: lines + ["", "Ctrl-C ends."])
    }

    /// Says once that the daemon does not answer.
    package mutating func showSilence() {
        guard !isSilent else { return }
        isSilent = true
        console.errorLine("The daemon does not answer; waiting for it. Ctrl-C ends.")
    }

    /// `2026-07-30 14:12:05  Heating to 55 °C, mode on  chamber 41.3 °C  element 88.9 °C`
    private static func line(_ state: JSONObject, _ headline: String) -> String {
        let probes = ["chamber", "element"].compactMap { name -> String? in
            guard let value = state[name]?.object?["temperature_c"]?.number else { return nil }
            return "\(name) \(value.fixed(1)) °C"
        }
        let now = LocalTime.text(milliseconds: Int64(time(nil)) * 1_000) ?? ""
        return ([now, headline] + probes).joined(separator: "  ")
    }
}
