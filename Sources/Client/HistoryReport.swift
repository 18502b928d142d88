import Chamber
import CommandLine
package import JSON

/// What the daemon has recorded of temperatures and duty, as a table, a picture of characters, or
/// comma-separated values.
package struct HistoryReport {
    /// One interval of the record; a value that was not known is `nil`.
    package struct Row: Equatable {
        /// Of the interval's end, in ms since 1970.
        package let time: Int64
        /// In °C.
        package let chamber: Double?
        /// In °C.
        package let element: Double?
        /// In °C; `nil` while nothing was asked for.
        package let setPoint: Double?
        /// 0…1, the mean of the interval.
        package let duty: Double?
    }

    /// The oldest first.
    package let rows: [Row]
    private let columns: [String]
    private let values: [[JSONValue]]

    /// `answer` is the answer to `GET /api/v1/history` (`docs/api.md`).
    package init(_ answer: JSONObject) {
        let columns = answer["columns"]?.strings ?? []
        let values: [[JSONValue]] =
            if case .array(let rows) = answer["rows"] {
                rows.compactMap { row in
                    if case .array(let values) = row, values.count == columns.count {
                        values
                    } else {
                        nil
                    }
                }
            } else { [] }
        self.columns = columns
        self.values = values
        rows = values.map { values in
            func value(_ name: String) -> Double? {
                columns.firstIndex(of: name).flatMap { values[$0].number }
            }
            return Row(
                time: Int64(value("time_ms") ?? 0),
                chamber: value("chamber_c"),
                element: value("element_c"),
                setPoint: value("set_point_c"),
                duty: value("duty")
            )
        }
    }

    /// Rows of a table: more do not fit a screen.
    private static let mostRows = 24

    /// A table of at most 24 times, evenly spaced, the newest last.
    package var table: [String] {
        guard !rows.isEmpty else { return [Self.nothing] }
        let count = min(rows.count, Self.mostRows)
        let shown = (1...count).map { rows[$0 * rows.count / count - 1] }
        let head = Self.line("Time", ["chamber", "element", "set point", "duty"])
        return [head]
            + shown.map { row in
                Self.line(
                    LocalTime.text(milliseconds: row.time) ?? "unknown",
                    [
                        Self.degrees(row.chamber), Self.degrees(row.element),
                        Self.degrees(row.setPoint),
                        row.duty.map(\.percent) ?? "–",
                    ]
                )
            }
    }

    /// Two curves and a scale of time, as wide as a terminal.
    package var plot: [String] {
        guard let first = rows.first, let last = rows.last else { return [Self.nothing] }
        let lines = TextPlot.lines(
            [
                TextPlot.Curve("chamber", unit: "°C", values: rows.map(\.chamber)),
                TextPlot.Curve("element", unit: "°C", values: rows.map(\.element)),
                TextPlot.Curve("set point", unit: "°C", values: rows.map(\.setPoint)),
                TextPlot.Curve(
                    "duty",
                    unit: "%",
                    decimals: 0,
                    least: 0...100,
                    values: rows.map { $0.duty.map { $0 * 100 } }
                ),
            ],
            seconds: max(1, Int((last.time - first.time) / 1000)),
            end: LocalTime.text(milliseconds: last.time) ?? "now"
        )
        return lines.isEmpty ? [Self.nothing] : lines
    }

    /// Every interval: a line of names, then one a row, as RFC 4180 has it but for the line ends.
    package var csv: [String] {
        [columns.joined(separator: ",")]
            + values.map { values in
                values.map { value in
                    value.number.map { $0 == $0.rounded() ? $0.fixed(0) : $0.fixed(4) } ?? ""
                }.joined(separator: ",")
            }
    }

    /// What was said where nothing is recorded.
    private static let nothing = "Nothing is recorded in this time."

    private static func degrees(_ value: Double?) -> String {
        value.map { $0.fixed(1) + " °C" } ?? "–"
    }

    private static func line(_ first: String, _ rest: [String]) -> String {
        first.padded(to: 21)
            + rest.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }.joined()
    }
}
