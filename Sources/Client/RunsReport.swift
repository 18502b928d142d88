import Chamber
import CommandLine
package import JSON

/// The heater's runs, as a table (`docs/api.md`).
package struct RunsReport {
    private let answer: JSONObject

    /// `answer` is the answer to `GET /api/v1/runs`.
    package init(_ answer: JSONObject) {
        self.answer = answer
    }

    private var runs: [JSONObject] {
        guard case .array(let runs) = answer["runs"] else { return [] }
        return runs.compactMap(\.object)
    }

    /// A line for each run, the newest first, and what today and this month come to.
    package var lines: [String] {
        guard !runs.isEmpty else { return ["Nothing has been heated in this time."] + totals }
        let head = Self.line(
            "Began",
            "for",
            ["target", "highest", "to target", "held", "energy"],
            "ended"
        )
        return [head] + runs.map(line) + totals
    }

    private func line(_ run: JSONObject) -> String {
        let start = Int64(run["start_ms"]?.number ?? 0)
        return Self.line(
            LocalTime.text(milliseconds: start) ?? "unknown",
            Self.purposes[run["purpose"]?.string ?? ""] ?? "heat",
            [
                Self.degrees(run["target_c"]), Self.degrees(run["highest_c"]),
                Self.time(run["to_target_s"]), Self.time(run["held_s"]),
                Self.energy(run["energy_wh"]),
            ],
            run["text"]?.string ?? "still heating"
        )
    }

    private static let purposes = [
        "always_on": "heat", "auto": "auto", "drying": "drying", "calibration": "calibration",
    ]

    private var totals: [String] {
        [("Today", answer["today"]), ("This month", answer["month"])].compactMap { name, value in
            guard let total = value?.object else { return nil }
            let count = Int(total["runs"]?.number ?? 0)
            let cost = total["cost"]?.number.map { cost in
                ", "
                    + [cost.fixed(2), answer["currency"]?.string ?? ""].filter { !$0.isEmpty }
                    .joined(separator: " ")
            }
            return "\(name): \(count == 1 ? "1 run" : "\(count) runs"), "
                + "\(Self.energy(total["energy_wh"])) of the heater alone, estimated\(cost ?? "")."
        }
    }

    private static func degrees(_ value: JSONValue?) -> String {
        value?.number.map { $0.fixed(1) + " °C" } ?? "–"
    }

    private static func time(_ value: JSONValue?) -> String {
        value?.number.map { DurationText.rough(seconds: $0) } ?? "–"
    }

    private static func energy(_ value: JSONValue?) -> String {
        value?.number.map { ($0 / 1_000).fixed(3) + " kWh" } ?? "–"
    }

    private static func line(
        _ began: String,
        _ purpose: String,
        _ rest: [String],
        _ end: String
    ) -> String {
        began.padded(to: 21) + purpose.padded(to: 12)
            + rest.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }.joined()
            + "  " + end
    }
}
