import Chamber
import CommandLine

/// What a heater has recorded, as an SVG picture: temperatures above, duty below.
package struct HistoryPlot {
    /// One point of every curve; a value that was not known is `nil`.
    package struct Point {
        fileprivate let seconds: Double
        fileprivate let chamber: Double?
        fileprivate let element: Double?
        fileprivate let setPoint: Double?
        fileprivate let duty: Double?

        /// `seconds` since the picture's left edge, temperatures in °C, `duty` from 0 to 1.
        package init(
            seconds: Double,
            chamber: Double?,
            element: Double?,
            setPoint: Double?,
            duty: Double?
        ) {
            self.seconds = seconds
            self.chamber = chamber
            self.element = element
            self.setPoint = setPoint
            self.duty = duty
        }
    }

    private let title: String
    private let points: [Point]

    /// A picture of these points, in the order of time.
    package init(title: String, _ points: [Point]) {
        self.title = title
        self.points = points
    }

    /// The picture: the same points give the same bytes.
    package var svg: String {
        let end = max(points.last?.seconds ?? 1, 1)
        let curves: [(name: String, colour: String, values: [Double?])] = [
            ("chamber", "#1565c0", points.map(\.chamber)),
            ("element", "#ef6c00", points.map(\.element)),
            ("set point", "#2e7d32", points.map(\.setPoint)),
        ]
        let all = curves.flatMap(\.values).compactMap { $0 }
        let low = ((all.min() ?? 0) / 10).rounded(.down) * 10
        let high = ((all.max() ?? 100) / 10).rounded(.up) * 10
        let sheet = PlotFrame.sheet(
            title: title,
            seconds: 0...end,
            degrees: min(0, low)...max(high, 10),
            dutyTitle: "duty"
        )
        let (temperatures, duties) = (sheet.temperatures, sheet.duties)
        var parts = sheet.parts
        parts.append(
            duties.curve(points.map { ($0.seconds, $0.duty.map { $0 * 100 }) }, Self.dutyColour)
        )
        for curve in curves {
            let values = zip(points, curve.values).map { (seconds: $0.seconds, value: $1) }
            parts.append(temperatures.curve(values, curve.colour))
        }
        parts += PlotFrame.legend(
            curves.map { ($0.name, $0.colour) } + [("duty", Self.dutyColour)]
        )
        parts.append("</svg>\n")
        return parts.joined(separator: "\n")
    }

    private static let dutyColour = "#8d6e63"
}
