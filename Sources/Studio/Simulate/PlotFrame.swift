import Chamber
import CommandLine

/// A plot area of a picture with a scale for each axis.
package struct PlotFrame {
    /// Pixels; every picture has the same width.
    private static let left = 60.0
    private static let right = 980.0
    /// Of a character in the usual font's 12 pixels.
    private static let characterWidth = 7.0

    /// The time axis, in s.
    package let x: ClosedRange<Double>
    /// The value axis, in the curve's unit.
    package let y: ClosedRange<Double>
    /// The upper edge, in pixels from the picture's upper edge.
    package let top: Double
    /// The lower edge, in pixels from the picture's upper edge.
    package let bottom: Double

    /// A frame for these seconds and values, `top` and `bottom` in pixels from the picture's upper edge.
    package init(x: ClosedRange<Double>, y: ClosedRange<Double>, top: Double, bottom: Double) {
        (self.x, self.y, self.top, self.bottom) = (x, y, top, bottom)
    }

    /// The beginning of every picture: its size, background and title.
    package static func head(title: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 560" \
        font-family="sans-serif" font-size="12">
        <rect width="1000" height="560" fill="white"/>
        <text x="60" y="24" font-size="15">\(escaped(title))</text>
        """
    }

    /// The areas of a picture with temperatures above and the duty below, and its beginning: title, scales
    /// and times.
    package static func sheet(
        title: String,
        seconds: ClosedRange<Double>,
        degrees: ClosedRange<Double>,
        dutyTitle: String
    ) -> (temperatures: PlotFrame, duties: PlotFrame, parts: [String]) {
        let temperatures = PlotFrame(x: seconds, y: degrees, top: 40, bottom: 400)
        let duties = PlotFrame(x: seconds, y: 0...100, top: 430, bottom: 520)
        var parts = [head(title: title)]
        parts += temperatures.grid(unit: "°C", step: 20) + duties.grid(unit: "%", step: 50)
        parts.append(temperatures.axisTitle("temperature"))
        parts.append(duties.axisTitle(dutyTitle))
        parts += duties.timeMarks()
        return (temperatures, duties, parts)
    }

    /// The text, escaped for XML.
    package static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "<": "&lt;"
            case ">": "&gt;"
            case "&": "&amp;"
            case _: String(character)
            }
        }.joined()
    }

    /// The pixel column of a time.
    package func column(_ seconds: Double) -> String {
        let share = (seconds - x.lowerBound) / (x.upperBound - x.lowerBound)
        return (Self.left + share * (Self.right - Self.left)).fixed(1)
    }

    /// The pixel row of a value.
    package func row(_ value: Double) -> String {
        let share = (value - y.lowerBound) / (y.upperBound - y.lowerBound)
        return (bottom - share * (bottom - top)).fixed(1)
    }

    /// Horizontal lines, with their values at the left.
    package func grid(unit: String, step: Double) -> [String] {
        stride(from: y.lowerBound, through: y.upperBound, by: step).flatMap { value in
            [
                "<path d=\"M60 \(row(value))H980\" stroke=\"#ddd\"/>",
                "<text x=\"54\" y=\"\(row(value))\" text-anchor=\"end\" "
                    + "dominant-baseline=\"middle\">\(value.fixed(0)) \(unit)</text>",
            ]
        }
    }

    /// The axis title, turned upright beside the values.
    package func axisTitle(_ text: String) -> String {
        let middle = ((top + bottom) / 2).fixed(0)
        return "<text transform=\"translate(14 \(middle)) rotate(-90)\" text-anchor=\"middle\" "
            + "fill=\"#555\">\(Self.escaped(text))</text>"
    }

    /// A vertical line at a time, from this frame's top to `bottom`, with its words; `row` counts lines
    /// of text from the top, so that neighbours do not overlap.
    package func mark(
        _ seconds: Double,
        _ words: String,
        row: Int,
        to bottom: Double,
        _ colour: String
    )
        -> [String]
    {
        let place = isAtRight(seconds) ? "dx=\"-4\" text-anchor=\"end\"" : "dx=\"4\""
        return [
            "<path d=\"M\(column(seconds)) \(top.fixed(0))V\(bottom.fixed(0))\" "
                + "stroke=\"\(colour)\" stroke-dasharray=\"4 3\"/>",
            "<text x=\"\(column(seconds))\" y=\"\((top + 12 + 14 * Double(row)).fixed(0))\" "
                + "\(place) fill=\"\(colour)\">\(Self.escaped(words))</text>",
        ]
    }

    private func isAtRight(_ seconds: Double) -> Bool {
        (seconds - x.lowerBound) / (x.upperBound - x.lowerBound) > 0.7
    }

    /// The pixel columns that a mark's words take, roughly: their width is the viewer's font's.
    package func extent(_ seconds: Double, _ words: String) -> ClosedRange<Double> {
        let share = (seconds - x.lowerBound) / (x.upperBound - x.lowerBound)
        let column = Self.left + share * (Self.right - Self.left)
        let width = Self.characterWidth * Double(words.count) + 8
        return isAtRight(seconds) ? column - width...column : column...column + width
    }

    /// The curves' names, each beside a sample of its line, in the picture's upper right corner.
    package static func legend(_ names: [(name: String, colour: String)]) -> [String] {
        names.enumerated().flatMap { index, entry in
            let x = 980 - 100 * (names.count - index)
            return [
                "<path d=\"M\(x) 20h22\" stroke=\"\(entry.colour)\" stroke-width=\"3\"/>",
                "<text x=\"\(x + 28)\" y=\"24\">\(entry.name)</text>",
            ]
        }
    }

    /// Times below the frame, at most about eight, at round distances.
    package func timeMarks() -> [String] {
        let length = x.upperBound - x.lowerBound
        let steps: [Double] = [
            10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 21_600, 86_400, 604_800, 2_592_000,
        ]
        let step = steps.first { length / $0 <= 8 } ?? 7_776_000
        return stride(from: 0, through: x.upperBound, by: step).map { seconds in
            let text =
                step < 60
                ? DurationText.exact(seconds: seconds) : DurationText.rough(seconds: seconds)
            // The last one would leave the picture.
            let isLast = seconds > x.lowerBound + 0.98 * length
            let anchor = isLast ? "end" : "middle"
            return "<text x=\"\(column(seconds))\" y=\"\((bottom + 18).fixed(0))\" "
                + "text-anchor=\"\(anchor)\">\(text)</text>"
        }
    }

    /// A line through the points, with a gap where there is no value.
    package func curve(_ points: [(seconds: Double, value: Double?)], _ colour: String) -> String {
        var path = ""
        var isDrawing = false
        for point in points {
            guard let value = point.value else {
                isDrawing = false
                continue
            }
            path += "\(isDrawing ? "L" : "M")\(column(point.seconds)) \(row(value))"
            isDrawing = true
        }
        return "<path d=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.5\"/>"
    }
}
