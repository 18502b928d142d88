import Chamber
import Dialects
package import JSON

/// A calibration's curves as an SVG picture, with the tangent and the fit of the element.
package struct CalibrationPlot {
    private struct Sample {
        let seconds: Double
        let chamber: Double
        let element: Double?
        let duty: Double
    }

    private var samples: [Sample] = []
    private var heatingBegan: Double?

    package init() {}

    /// Adds a sample of the daemon's state (`docs/api.md`) where the state has a calibration.
    package mutating func add(_ state: JSONObject) {
        guard let calibration = state["calibration"]?.object,
            let seconds = calibration["elapsed_s"]?.number,
            let chamber = state["chamber"]?.object?["temperature_c"]?.number
        else { return }
        if calibration["phase"]?.string == "heating", heatingBegan == nil { heatingBegan = seconds }
        samples.append(
            Sample(
                seconds: seconds,
                chamber: chamber,
                element: state["element"]?.object?["temperature_c"]?.number,
                duty: (state["heater_on"]?.bool == true) ? 1 : 0
            )
        )
    }

    /// The picture; `measured` is the calibration's result.
    package func svg(_ measured: JSONObject?) -> String {
        let end = max(samples.last?.seconds ?? 1, 1)
        let hottest = samples.map { max($0.chamber, $0.element ?? 0) }.max() ?? 60
        let coldest = samples.map { min($0.chamber, $0.element ?? $0.chamber) }.min() ?? 0
        let temperatures = PlotFrame(
            x: 0...end,
            y: ((coldest / 10).rounded(.down) * 10)...((hottest / 10).rounded(.up) * 10),
            top: 40,
            bottom: 430
        )
        let duties = PlotFrame(x: 0...end, y: 0...100, top: 460, bottom: 520)
        var parts = [PlotFrame.head(title: "Calibration" + Self.title(measured))]
        parts += temperatures.grid(unit: "°C", step: 10) + duties.grid(unit: "%", step: 100)
        parts += duties.timeMarks()
        parts.append(duties.curve(samples.map { ($0.seconds, $0.duty * 100) }, "#8d6e63"))
        parts.append(temperatures.curve(samples.map { ($0.seconds, $0.element) }, "#ef6c00"))
        parts.append(temperatures.curve(samples.map { ($0.seconds, $0.chamber) }, "#1565c0"))
        parts += fits(measured, temperatures)
        for (index, (name, colour)) in Self.legend.enumerated() {
            parts.append(
                "<text x=\"\(620 + 90 * index)\" y=\"56\" fill=\"\(colour)\">\(name)</text>"
            )
        }
        parts.append("</svg>\n")
        return parts.joined(separator: "\n")
    }

    private static let legend = [
        ("chamber", "#1565c0"), ("element", "#ef6c00"), ("tangent", "#2e7d32"), ("fit", "#6a1b9a"),
    ]

    private static func title(_ measured: JSONObject?) -> String {
        guard let measured, let rate = measured["heating_rate_k_per_s"]?.number,
            let dead = measured["dead_time_s"]?.number
        else { return "" }
        var text = ": \((rate * 60).fixed(2)) K/min after \(dead.fixed(0)) s"
        if let excess = measured["element_excess_k"]?.number, excess > 0 {
            let time = measured["element_time_constant_s"]?.number ?? 0
            text += ", element +\(excess.fixed(1)) K with \(time.fixed(0)) s"
        }
        return text + ", quality \((measured["quality"]?.number ?? 0).percent)"
    }

    /// The tangent from the dead time on, and the element according to the fit: the chamber plus the
    /// excess that has built up.
    private func fits(_ measured: JSONObject?, _ frame: PlotFrame) -> [String] {
        guard let measured, let began = heatingBegan, let start = samples.first?.chamber,
            let rate = measured["heating_rate_k_per_s"]?.number, rate > 0,
            let dead = measured["dead_time_s"]?.number,
            let heating = measured["heating_s"]?.number
        else { return [] }
        let top = min(start + rate * (heating - dead), frame.y.upperBound)
        var lines = [
            frame.curve(
                [(began + dead, start), (began + dead + (top - start) / rate, top)],
                "#2e7d32"
            )
        ]
        guard let excess = measured["element_excess_k"]?.number, excess > 0,
            let time = measured["element_time_constant_s"]?.number, time > 0
        else { return lines }
        var above = 0.0
        var last = began
        let points = samples.map { sample -> (seconds: Double, value: Double?) in
            guard sample.seconds >= began else { return (sample.seconds, nil) }
            // One step of the first-order lag towards the excess at this duty.
            let share = 1 - Elementary.exponential(-(sample.seconds - last) / time)
            above += (sample.duty * excess - above) * share
            last = sample.seconds
            let value = sample.chamber + above
            return (sample.seconds, frame.y.contains(value) ? value : nil)
        }
        lines.append(frame.curve(points, "#6a1b9a"))
        return lines
    }
}
