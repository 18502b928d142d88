package import Chamber
import Plant

/// A board that is computed: the plant of its file behind the same switch logic as a real relay.
package final class SimulatedBoard: HeaterBoard {
    private var chamber: SimulatedChamber

    /// A chamber at rest.
    package init(_ board: BoardDescription, at now: Instant) {
        chamber = SimulatedChamber(
            board.configuration,
            plant: board.plant,
            converter: board.converter.scale,
            supplyVolts: board.converter.supplyVolts,
            at: now
        )
    }

    package func advance(to now: Instant) {
        chamber.advance(to: now)
    }

    package var reading: Reading { chamber.reading }

    package var report: SwitchReport { chamber.report }

    package func carryOut(_ command: SwitchCommand, at now: Instant) {
        chamber.take(command, at: now)
    }
}
