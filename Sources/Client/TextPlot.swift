import Chamber

/// Curves in text: each a few rows of block characters with a scale at the left; a column is the
/// same time in all of them.
package struct TextPlot {
    /// A curve over time.
    package struct Curve {
        /// Shown at the right of the curve.
        package let name: String
        /// Shown behind the values of the scale.
        package let unit: String
        /// Decimals of the scale's values.
        package let decimals: Int
        /// In the order of time, evenly spaced; `nil` where there is none.
        package let values: [Double?]
        /// The least range of the scale.
        package let least: ClosedRange<Double>?

        package init(
            _ name: String,
            unit: String,
            decimals: Int = 1,
            least: ClosedRange<Double>? = nil,
            values: [Double?]
        ) {
            self.name = name
            self.unit = unit
            self.decimals = decimals
            self.least = least
            self.values = values
        }
    }

    /// Columns of a curve: with the scale in front it fits a terminal of 80.
    private static let columns = 60
    /// Rows of a curve, of eight steps each.
    private static let rows = 3
    private static let blocks: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The lines: the curves, then the time axis of `seconds`, whose right end is labelled `end`.
    package static func lines(_ curves: [Curve], seconds: Int, end: String) -> [String] {
        let drawn = curves.filter { curve in curve.values.contains { $0 != nil } }
        let scales = drawn.map { scale(of: $0) }
        let width = scales.flatMap { [$0.high.count, $0.low.count] }.max() ?? 0
        var lines: [String] = []
        for (curve, scale) in zip(drawn, scales) {
            let steps = columnValues(curve.values).map { value in
                value.map { height(of: $0, in: scale.range) }
            }
            guard scale.high != scale.low else {
                lines.append(padded(scale.high, width) + " │ all the time" + "  " + curve.name)
                continue
            }
            for row in (0..<rows).reversed() {
                let label = row == rows - 1 ? scale.high : row == 0 ? scale.low : ""
                let cells = steps.map { step -> Character in
                    guard let step else { return " " }
                    return blocks[min(max(step - row * 8, 0), 8)]
                }
                let name = row == rows - 1 ? "  " + curve.name : ""
                lines.append(padded(label, width) + " │" + String(cells) + name)
            }
        }
        guard !lines.isEmpty else { return [] }
        lines.append(String(repeating: " ", count: width) + " └" + axis(seconds, end))
        return lines
    }

    private static func axis(_ seconds: Int, _ end: String) -> String {
        let start = "−\(seconds) s"
        let gap = max(columns - start.count - end.count, 1)
        return start + String(repeating: " ", count: gap) + end
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }

    /// One value a column: the last that falls into it.
    private static func columnValues(_ values: [Double?]) -> [Double?] {
        guard !values.isEmpty else { return [] }
        return (0..<columns).map { column in
            values[min((column + 1) * values.count / columns, values.count) - 1, or: 0]
        }
    }

    private static func scale(
        of curve: Curve
    ) -> (range: ClosedRange<Double>, low: String, high: String) {
        let values = curve.values.compactMap { $0 }
        let low = min(values.min() ?? 0, curve.least?.lowerBound ?? .infinity)
        let high = max(values.max() ?? 0, curve.least?.upperBound ?? -.infinity, low)
        let unit = " " + curve.unit
        return (low...high, low.fixed(curve.decimals) + unit, high.fixed(curve.decimals) + unit)
    }

    /// 1…24: a value is never without a mark.
    private static func height(of value: Double, in range: ClosedRange<Double>) -> Int {
        let span = range.upperBound - range.lowerBound
        guard span > 0 else { return 1 }
        let share = (value - range.lowerBound) / span
        return 1 + Int((share * Double(rows * 8 - 1)).rounded())
    }
}

extension Array {
    /// The element, or the one at `fallback` where the index is before the first.
    fileprivate subscript(index: Int, or fallback: Int) -> Element {
        self[index < startIndex ? fallback : index]
    }
}
