import Chamber
import CommandLine
import Dialects
package import JSON

/// Events as lines for a person, the newest last.
package struct EventList {
    private let events: [JSONObject]

    /// `answer` is the answer to `GET /api/v1/events` (`docs/api.md`).
    package init(_ answer: JSONObject) {
        guard case .array(let list) = answer["events"] else {
            events = []
            return
        }
        events = list.compactMap(\.object).reversed()
    }

    /// The number of the newest event by which a rule stopped the heat, where the list has one.
    package var newestStop: Double? {
        events.last { $0["has_run_up"] != nil }?["id"]?.number
    }

    /// `2026-07-30 14:12:05  Heating to 55 °C (page)`, and below a fault its code and what to check;
    /// below the event that `stop` is about also the two minutes before it.
    package func lines(stop: StopReport? = nil) -> [String] {
        guard !events.isEmpty else { return ["Nothing has happened yet."] }
        return events.flatMap { event -> [String] in
            var lines = [Self.headline(event)]
            if let code = event["code"]?.string, let remedy = event["remedy"]?.string {
                lines.append(Self.indent + "Rule: " + code)
                lines.append(Self.indent + "What to check: " + remedy)
            }
            if let stop, let id = event["id"]?.number, stop.event == id {
                lines += stop.lines.map { Self.indent + $0 }
            }
            return lines
        }
    }

    private static let indent = "    "

    private static func headline(_ event: JSONObject) -> String {
        let text = event["text"]?.string ?? event["kind"]?.string ?? "unknown"
        let requester = event["requester"]?.string ?? "controller"
        let title = Requester.Kind(word: requester)?.title ?? requester
        let origin = requester == "controller" ? "" : " (\(title))"
        let doubt = event["time_unsure"]?.bool == true ? " (the clock was not set)" : ""
        return "\(time(event["time_ms"]))\(doubt)  \(text)\(origin)"
    }

    private static func time(_ value: JSONValue?) -> String {
        guard let milliseconds = value?.number, abs(milliseconds) < 1e15 else {
            return "at an unknown time"
        }
        return LocalTime.text(milliseconds: Int64(milliseconds)) ?? "at an unknown time"
    }
}

/// Why the heat was stopped, in lines for a person: rule, values, what to check, the two minutes before.
package struct StopReport {
    private let answer: JSONObject

    /// `answer` is the answer to `GET /api/v1/stop` (`docs/api.md`).
    package init(_ answer: JSONObject) {
        self.answer = answer
    }

    /// The lines below the event's own; none where no rule has stopped anything.
    package var lines: [String] {
        guard case .array(let rows) = answer["rows"], !rows.isEmpty else { return [] }
        let points = rows.map(Self.numbers)
        let column = { (index: Int) in points.map { $0.indices.contains(index) ? $0[index] : nil } }
        let first = points.first?.first ?? nil
        let seconds = Int(first ?? Double(points.count))
        return TextPlot.lines(
            [
                .init("chamber", unit: "°C", values: column(1)),
                .init("element", unit: "°C", values: column(2)),
                .init("target", unit: "°C", values: column(3)),
                .init(
                    "heater",
                    unit: "%",
                    decimals: 0,
                    least: 0...100,
                    values: column(4).map { $0.map { $0 * 100 } }
                ),
            ],
            seconds: seconds,
            end: "stopped"
        )
    }

    private static func numbers(_ row: JSONValue) -> [Double?] {
        guard case .array(let cells) = row else { return [] }
        return cells.map(\.number)
    }

    /// The number of the stop's event.
    package var event: Double? {
        answer["event"]?.object?["id"]?.number
    }
}
