import Chamber
import Dialects
package import JSON

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

    /// The number of the event that it is about.
    package var event: Double? {
        answer["event"]?.object?["id"]?.number
    }
}
