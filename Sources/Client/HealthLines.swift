import Chamber
import JSON

/// The rows of the state's `health` for a person: what is measured, and what it was before.
package struct HealthLines {
    private let health: JSONObject

    init(_ health: JSONObject) {
        self.health = health
    }

    /// Name and text of each row; none where nothing is measured yet.
    var rows: [(String, String)] {
        let figures = [
            share("heater", "heater"), share("blower", "blower"), share("loss", "loss of the box"),
            difference,
        ].compactMap { $0 }
        var rows = figures.isEmpty ? [] : [("Health", figures.joined(separator: "; "))]
        if let relay { rows.append(("Relay", relay)) }
        return rows
    }

    /// `blower 94 %, 98 % a month ago`
    private func share(_ key: String, _ name: String) -> String? {
        guard let figure = health[key]?.object, let now = figure["now"]?.number else { return nil }
        return "\(name) \(now.percent)" + before(figure, \.percent)
    }

    private var difference: String? {
        guard let figure = health["probe_difference_k"]?.object, let now = figure["now"]?.number
        else { return nil }
        return "probes \(Self.kelvins(now)) off at rest" + before(figure, Self.kelvins)
    }

    private func before(_ figure: JSONObject, _ words: (Double) -> String) -> String {
        guard let value = figure["before"]?.number, let days = figure["before_days"]?.number
        else { return "" }
        return ", \(words(value)) \(Self.ago(days: days))"
    }

    private var relay: String? {
        guard let relay = health["relay"]?.object, let count = relay["switchings"]?.number,
            let used = relay["used"]?.number
        else { return nil }
        return Self.relay(count: count, used: used)
    }

    /// `41234 switchings, 41 % of its rated life`
    package static func relay(count: Double, used: Double?) -> String {
        let life =
            used.map { "\($0.percent) of its rated life" }
            ?? "no rated life: rated_switchings in the board file sets one"
        return "\(count.fixed(0)) switchings, \(life)"
    }

    private static func kelvins(_ kelvins: Double) -> String { kelvins.fixed(1) + " K" }

    /// `12 days ago`, `a month ago`, `3 months ago`
    static func ago(days: Double) -> String {
        if days < 20 { return "\(days.fixed(0)) days ago" }
        if days < 50 { return "a month ago" }
        return "\((days / 30).fixed(0)) months ago"
    }
}
