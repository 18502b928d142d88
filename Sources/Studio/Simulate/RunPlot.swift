package import Chamber
package import Plant
import SwitchCore

/// A run's curves as an SVG picture: temperatures above, duty below, events as grey vertical lines and
/// faults as red ones. Warnings are amber, and beside the duty stands what the runs measured of the
/// blower.
package struct RunPlot {
    /// One point of every curve.
    private struct Sample {
        let seconds: Double
        let air: Double?
        let element: Double?
        let setPoint: Double?
        /// Mean of the last minute, because the relay itself is only on or off.
        let duty: Double
        /// Shares of the calibration's, in the newest run that has them.
        let health: HealthFigures
    }

    /// Nearly two samples a pixel; more would only make the file larger.
    private static let mostSamples = 1_500.0

    /// The lines of text for the words of marks.
    private static let wordRows = 6

    private let title: String
    private let happenings: [(part: Int, seconds: Double, words: String)]
    /// When each part of the scenario began, in s.
    private var partStarts = [0.0]
    private let interval: Double
    private var samples: [Sample] = []
    private var faults: [(seconds: Double, code: String)] = []
    private var warnings: [(seconds: Double, code: String)] = []
    private var nextSample = 0.0

    /// A picture of a run through `scenario`.
    package init(title: String, scenario: Scenario) {
        self.title = title
        interval = max(1, scenario.length.inSeconds / Self.mostSamples)
        var part = 0
        happenings = scenario.entries.compactMap { entry in
            switch entry.action {
            case .when:
                part += 1
                return nil
            case .expect, .end: return nil
            case .wish, .bed, .door, .contact, .room, .fault: break
            }
            // Without the time, which the position shows.
            let words = entry.text.drop { $0 != " " }.dropFirst()
            return (part, entry.at.inSeconds, String(words))
        }
    }

    /// Says when each part of the scenario began; events of a part that never began are not shown.
    package mutating func place(_ starts: [Duration]) {
        partStarts = starts.map(\.inSeconds)
    }

    /// Adds one step; most steps leave no sample.
    package mutating func add(_ moment: ScenarioRunner.Moment) {
        for event in moment.events {
            switch event.kind {
            case .latched(let record):
                faults.append((moment.elapsed.inSeconds, record.code.word))
            case .warningRaised(let code, _, _):
                warnings.append((moment.elapsed.inSeconds, code.word))
            case _:
                break
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
                duty: moment.snapshot.deliveredDuty.fraction,
                health: moment.snapshot.health.figures
            )
        )
    }

    /// Adds what was seen of a real heater; `duty` is the mean of the last minute.
    package mutating func add(_ seen: Scenario.Observation, setPoint: Double?, duty: Double) {
        let seconds = seen.elapsed.inSeconds
        guard seconds >= nextSample else { return }
        nextSample = seconds + interval
        samples.append(
            Sample(
                seconds: seconds,
                air: seen.chamber,
                element: seen.element,
                setPoint: setPoint,
                duty: duty,
                health: HealthFigures()
            )
        )
    }

    /// Marks a fault that latched.
    package mutating func addFault(_ code: FaultCode, at elapsed: Duration) {
        faults.append((elapsed.inSeconds, code.word))
    }

    /// The picture: the same run gives the same bytes.
    package var svg: String {
        let end = max(samples.last?.seconds ?? 1, 1)
        let hottest =
            samples.map { max($0.air ?? 0, $0.element ?? 0, $0.setPoint ?? 0) }.max() ?? 100
        let coldest = min(0, samples.map { min($0.air ?? 0, $0.element ?? 0) }.min() ?? 0)
        let sheet = PlotFrame.sheet(
            title: title,
            seconds: 0...end,
            degrees: ((coldest / 10).rounded(.down) * 10)...((hottest / 10).rounded(.up) * 10 + 30),
            dutyTitle: "duty of a minute"
        )
        let (temperatures, duties) = (sheet.temperatures, sheet.duties)
        var parts = sheet.parts
        let red = "#c62828"
        let marks =
            happenings.filter { $0.part < partStarts.count }
            .map { (partStarts[$0.part] + $0.seconds, $0.words, "#757575") }
            + faults.map { ($0.seconds, $0.code, red) }
            + warnings.map { ($0.seconds, $0.code, "#b26a00") }
        let inTime = marks.enumerated().sorted { left, right in
            (left.element.0, left.offset) < (right.element.0, right.offset)
        }
        var taken: [[ClosedRange<Double>]] = Array(repeating: [], count: Self.wordRows)
        for mark in inTime.map(\.element) {
            let extent = temperatures.extent(mark.0, mark.1)
            let row = Self.freeRow(taken, for: extent)
            taken[row].append(extent)
            parts += temperatures.mark(mark.0, mark.1, row: row, to: 520, mark.2)
        }
        parts.append(duties.curve(samples.map { ($0.seconds, $0.duty * 100) }, "#8d6e63"))
        parts.append(temperatures.curve(samples.map { ($0.seconds, $0.element) }, "#ef6c00"))
        parts.append(temperatures.curve(samples.map { ($0.seconds, $0.setPoint) }, "#2e7d32"))
        parts.append(temperatures.curve(samples.map { ($0.seconds, $0.air) }, "#1565c0"))
        let violet = "#6a1b9a"
        let blower = blowerCurve(in: duties, violet)
        if let blower { parts.append(blower) }
        parts += PlotFrame.legend(
            (blower == nil ? [] : [("blower", violet)]) + [
                ("chamber", "#1565c0"), ("element", "#ef6c00"), ("set point", "#2e7d32"),
                ("duty", "#8d6e63"),
            ]
        )
        parts.append("</svg>\n")
        return parts.joined(separator: "\n")
    }

    /// The first line in which nothing overlaps these columns, else the one with the fewest words.
    private static func freeRow(
        _ taken: [[ClosedRange<Double>]],
        for extent: ClosedRange<Double>
    ) -> Int {
        let free = taken.firstIndex { row in !row.contains { $0.overlaps(extent) } }
        return free ?? taken.indices.min { taken[$0].count < taken[$1].count } ?? 0
    }

    /// What the runs measured of the blower, in percent; `nil` where no run told it.
    private func blowerCurve(in frame: PlotFrame, _ colour: String) -> String? {
        guard samples.contains(where: { $0.health.blower != nil }) else { return nil }
        return frame.curve(
            samples.map { ($0.seconds, $0.health.blower.map { min($0, 1) * 100 }) },
            colour
        )
    }
}
