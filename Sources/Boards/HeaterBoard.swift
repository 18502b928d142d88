package import Chamber
package import Inputs
import Plant
package import SwitchCore

/// A heater's hardware as the beat sees it: samples and acknowledgements in, commands out.
///
/// Called in the controller's beat: it neither blocks nor allocates. A board that reads a bus does so
/// on a thread of its own and hands over the newest sample; the controller judges how old it is.
package protocol HeaterBoard: AnyObject {
    /// Lets time go by until `now`.
    func advance(to now: Instant)

    /// The newest sample of each probe.
    var reading: Reading { get }

    /// The contacts that are open now.
    var openContacts: ContactSet { get }

    /// The tachometer's pulses since the last call; `nil`: there is no tachometer.
    func collectFanPulses() -> Int?

    /// The switch's newest answer.
    var report: SwitchReport { get }

    /// Hands a command to the switch.
    func carryOut(_ command: SwitchCommand, at now: Instant)

    /// Asks the switch for another answer; changes nothing else.
    func ask()
}

extension HeaterBoard {
    /// The switch has answered since `instant`, and every probe that was ever read has been read since.
    package func hasAnswered(since instant: Instant) -> Bool {
        let reading = reading
        let samples = [reading.chamber, reading.chamberSecond, reading.element]
        return report.at >= instant
            && !samples.contains { $0.map { $0.takenAt < instant } ?? false }
    }
}

/// A real board: a converter that the sampler reads, and lines that the switch drives.
package final class LinuxBoard: HeaterBoard {
    private let sampler: Sampler
    private let contacts: ContactReader
    private let tachometer: TachometerInput?
    private let hand: any SwitchConnection

    /// `sampler` runs already, or will.
    package init(
        _ sampler: Sampler,
        contacts: ContactReader,
        tachometer: TachometerInput? = nil,
        hand: any SwitchConnection
    ) {
        self.sampler = sampler
        self.contacts = contacts
        self.tachometer = tachometer
        self.hand = hand
    }

    package func advance(to now: Instant) {
        _ = hand.lines(at: now)
    }

    package var reading: Reading { sampler.reading }

    package var openContacts: ContactSet { contacts.open() }

    package func collectFanPulses() -> Int? { tachometer?.collectPulses() }

    package var report: SwitchReport { hand.report }

    package func carryOut(_ command: SwitchCommand, at now: Instant) {
        hand.carryOut(command, at: now)
    }

    package func ask() {
        hand.ask()
    }
}

/// A board that is computed: the plant of its file, behind the same switch as a real relay.
package final class SimulatedBoard: HeaterBoard {
    private var chamber: SimulatedChamber
    private let hand: any SwitchConnection
    /// What other threads break in it.
    package let faults: SimulatedFaults

    /// A chamber at rest, whose lines are driven by `hand`.
    package init(_ board: BoardDescription, hand: any SwitchConnection, at now: Instant) {
        self.hand = hand
        faults = SimulatedFaults(board.plant.faults)
        chamber = SimulatedChamber(
            board.configuration,
            plant: board.plant,
            converter: board.converter.simulated,
            at: now
        )
    }

    package func advance(to now: Instant) {
        faults.carryOut(on: &chamber.faults)
        chamber.advance(to: now) { hand.lines(at: $0) }
        faults.record(hasPower: chamber.hasPower)
    }

    package var reading: Reading { chamber.reading }

    package var openContacts: ContactSet { chamber.openContacts }

    package func collectFanPulses() -> Int? { chamber.collectFanPulses() }

    package var report: SwitchReport { hand.report }

    package func carryOut(_ command: SwitchCommand, at now: Instant) {
        hand.carryOut(command, at: now)
    }

    package func ask() {
        hand.ask()
    }
}
