package import Chamber
import SwitchCore

/// The board for benchmarks and tests: the thermistors of a Panda Breath with 82 kΩ in series.
package enum NominalBoard {
    /// The configuration in `boards/simulated.conf`, without reading the file.
    package static let configuration: ControllerConfiguration = {
        let probe = ProbeConfiguration(
            thermistor: .pandaBreath,
            divider: Divider(series: Ohms(literal: 82_000), thermistorSide: .low)
        )
        return ControllerConfiguration(chamber: probe, element: probe)
    }()

    /// The same board without a probe on the element.
    package static let withoutElementProbe: ControllerConfiguration = {
        var board = configuration
        board.element = nil
        return board
    }()
}
