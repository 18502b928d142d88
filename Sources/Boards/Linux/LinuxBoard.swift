package import Chamber
package import SwitchCore

/// A real board: a converter that the sampler reads, and lines that the switch drives.
package final class LinuxBoard: HeaterBoard {
    private let sampler: Sampler
    private let hand: any SwitchConnection

    /// `sampler` runs already, or will.
    package init(_ sampler: Sampler, hand: any SwitchConnection) {
        self.sampler = sampler
        self.hand = hand
    }

    package func advance(to now: Instant) {
        _ = hand.lines(at: now)
    }

    package var reading: Reading { sampler.reading }

    package var report: SwitchReport { hand.report }

    package func carryOut(_ command: SwitchCommand, at now: Instant) {
        hand.carryOut(command, at: now)
    }
}
