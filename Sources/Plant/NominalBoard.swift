package import Chamber
import SwitchCore

/// The board that benchmarks and tests run on: the thermistors of a Panda Breath behind 82 kΩ.
package enum NominalBoard {
    /// The same as `boards/simulated.conf`, without reading a file.
    package static let configuration: ControllerConfiguration = {
        let probe = ProbeConfiguration(
            thermistor: .pandaBreath,
            divider: Divider(series: Ohms(literal: 82_000), thermistorSide: .low)
        )
        return ControllerConfiguration(chamber: probe, element: probe)
    }()

    /// The same without a probe on the element.
    package static let withoutElementProbe: ControllerConfiguration = {
        var board = configuration
        board.element = nil
        return board
    }()
}
