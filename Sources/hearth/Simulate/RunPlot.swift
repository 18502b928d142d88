import Chamber
package import Plant

/// A run's curves as an SVG picture: temperatures above, duty below, faults as upright lines.
package struct RunPlot {
    /// One column of the picture.
    private struct Sample {
        let seconds: Double
        let air: Double
        let element: Double
        let setPoint: Double?
        /// Mean of the last minute: the relay itself is only ever on or off.
        let duty: Double
    }

    /// About two samples a pixel's column: more would only make the file larger.
    private static let mostSamples = 1_500.0

    private let title: String
    private let interval: Double
    private var samples: [Sample] = []
    private var faults: [(seconds: Double, code: String)] = []
    private var nextSample = 0.0

    /// A picture of a run that lasts `length`.
    package init(title: String, length: Duration) {
        self.title = title
        interval = max(1, length.inSeconds / Self.mostSamples)
    }

    /// Takes one step; most leave no sample.
    package mutating func take(_ moment: ScenarioRunner.Moment) {
        for event in moment.events {
            if case .latched(let record) = event.kind {
                faults.append((moment.elapsed.inSeconds, record.code.code))
            }
        }
        guard moment.elapsed.inSeconds >= nextSample else { return }
        nextSample = moment.elapsed.inSeconds + interval
        samples.append(
            Sample(
                seconds: moment.elapsed.inSeconds,
                air: moment.plant.air,
                element: moment.plant.element,
                setPoint: moment.snapshot.setPoint?.degrees,
                duty: moment.snapshot.deliveredDuty.fraction
            )
        )
    }

    /// The picture: the same run gives the same bytes.
    package var svg: String {
        let end = max(samples.last?.seconds ?? 1, 1)
        let hottest = samples.map { max($0.air, $0.element, $0.setPoint ?? 0) }.max() ?? 100
        let coldest = min(0, samples.map { min($0.air, $0.element) }.min() ?? 0)
        let temperatures = PlotFrame(
            x: 0...end,
            y: ((coldest / 10).rounded(.down) * 10)...((hottest / 10).rounded(.up) * 10 + 10),
            top: 40,
            bottom: 400
        )
        let duties = PlotFrame(x: 0...end, y: 0...100, top: 430, bottom: 520)
        var parts = [
            PlotFrame.head(title: title)
        ]
        parts += temperatures.grid(unit: "°C", step: 20) + duties.grid(unit: "%", step: 50)
        parts += duties.timeMarks()
        for fault in faults {
            let x = temperatures.column(fault.seconds)
            parts.append("<path d=\"M\(x) 40V520\" stroke=\"#c62828\" stroke-dasharray=\"4 3\"/>")
            parts.append("<text x=\"\(x)\" y=\"54\" fill=\"#c62828\">\(fault.code)</text>")
        }
        parts.append(duties.curve(samples.map { ($0.seconds, $0.duty * 100) }, "#8d6e63"))
        parts.append(temperatures.curve(samples.map { ($0.seconds, $0.element) }, "#ef6c00"))
        parts.append(temperatures.curve(samples.map { ($0.seconds, $0.air) }, "#1565c0"))
        parts.append(temperatures.curve(samples.map { ($0.seconds, $0.setPoint) }, "#2e7d32"))
        let legend = [
            ("chamber", "#1565c0"), ("element", "#ef6c00"), ("set point", "#2e7d32"),
            ("duty", "#8d6e63"),
        ]
        for (index, (name, colour)) in legend.enumerated() {
            parts.append(
                "<text x=\"\(620 + 90 * index)\" y=\"24\" fill=\"\(colour)\">\(name)</text>"
            )
        }
        parts.append("</svg>\n")
        return parts.joined(separator: "\n")
    }
}
