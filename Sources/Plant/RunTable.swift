import Chamber
import SwitchCore

/// A run as comma-separated values, one row a second; the same run gives the same bytes.
package struct RunTable: Sendable {
    private static let header = """
        time_s,air_c,element_c,walls_c,chamber_probe_c,element_probe_c,set_point_c,duty,heater,fan,\
        activity,fault

        """

    /// The text so far, with its header.
    package private(set) var text = RunTable.header
    private var nextRow = Duration.zero

    package init() {}

    /// Adds one step; only the first of each second adds a row.
    package mutating func add(_ moment: ScenarioRunner.Moment) {
        guard moment.elapsed >= nextRow else { return }
        nextRow = .seconds(moment.elapsed.components.seconds + 1)
        let snapshot = moment.snapshot
        let cells: [String] = [
            moment.elapsed.inSeconds.fixed(1),
            moment.plant.air.fixed(3),
            moment.plant.element.fixed(3),
            moment.plant.walls.fixed(3),
            snapshot.chamber.temperature?.degrees.fixed(3) ?? "",
            snapshot.element.temperature?.degrees.fixed(3) ?? "",
            snapshot.setPoint?.degrees.fixed(2) ?? "",
            snapshot.duty.fraction.fixed(4),
            moment.report.isHeaterOn ? "1" : "0",
            moment.report.isFanOn ? "1" : "0",
            snapshot.activity.word,
            snapshot.latch?.code.word ?? "",
        ]
        text += cells.joined(separator: ",") + "\n"
    }
}
