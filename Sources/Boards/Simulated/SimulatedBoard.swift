package import Chamber
import Plant
package import SwitchCore

/// A board that is computed: the plant of its file, behind the same switch as a real relay.
package final class SimulatedBoard: HeaterBoard {
    private var chamber: SimulatedChamber
    private let hand: any SwitchConnection

    /// A chamber at rest, whose lines are driven by `hand`.
    package init(_ board: BoardDescription, hand: any SwitchConnection, at now: Instant) {
        self.hand = hand
        chamber = SimulatedChamber(
            board.configuration,
            plant: board.plant,
            converter: board.converter.simulated,
            at: now
        )
    }

    package func advance(to now: Instant) {
        chamber.advance(to: now) { hand.lines(at: $0) }
    }

    package var reading: Reading { chamber.reading }

    package var report: SwitchReport { hand.report }

    package func carryOut(_ command: SwitchCommand, at now: Instant) {
        hand.carryOut(command, at: now)
    }
}
