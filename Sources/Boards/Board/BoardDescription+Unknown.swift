package import Chamber
import Plant
package import SwitchCore

extension BoardDescription {
    /// Stands in where no board file can be used: no line, nothing to measure, and a controller that is
    /// never stepped.
    package static let unknown = BoardDescription(
        name: "No board yet",
        kind: .linux,
        configuration: NominalBoard.configuration,
        converter: ConverterDescription(
            fullScaleVolts: 4.096,
            scale: .ads1115,
            supplyVolts: 3.3,
            supplyChannel: nil
        ),
        channels: ProbeChannels(chamber: 0),
        lines: nil,
        plant: PlantParameters()
    )
}

/// The hardware of a board that is not known: it reads nothing and drives nothing.
package final class UnknownBoard: HeaterBoard {
    package init() {}

    package func advance(to now: Instant) {}

    package var reading: Reading { Reading() }

    package var openContacts: ContactSet { ContactSet() }

    package func collectFanPulses() -> Int? { nil }

    package var report: SwitchReport { SwitchReport() }

    package func carryOut(_ command: SwitchCommand, at now: Instant) {}

    package func ask() {}
}
