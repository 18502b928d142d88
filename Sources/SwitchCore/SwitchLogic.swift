/// The hand on the switch, as a value: lease, modulator, blower interlock, and nothing else.
///
/// It trusts no command: one that does not come, comes late, or asks for heat without air leaves
/// the heater off. The process that owns the lines steps it, and so does the simulation.
package struct SwitchLogic {
    /// The state of the output lines.
    package struct Lines: Equatable, Sendable {
        /// The heater's relay closes.
        package var isHeaterOn = false
        /// The blower runs.
        package var isFanOn = false
        /// The relay in series with the heater's is closed.
        package var isSecondRelayClosed = false
        /// Lights and buzzer that are on.
        package var indicators: Indicators = []

        package init() {}
    }

    /// How long one command keeps the heater on at most (`docs/safety.md`, section "Ceilings").
    package static let longestLease = Duration.seconds(3)
    /// How long the blower cools a hot element after the commands have stopped: ten time constants
    /// of the nominal element (36 s with the blower running).
    private static let coolingAfterLoss = Duration.minutes(6)

    private let isFanFitted: Bool
    private var modulator: Modulator
    private var command: SwitchCommand?
    private var coolingUntil: Instant?
    /// Steps in a row in which the heater's line did not read as it was driven.
    private var contradictions = 0
    private var lastStep: Instant?
    /// The state to drive, and what to answer.
    package private(set) var report = SwitchReport()

    /// Everything off, until the first command.
    package init(_ modulation: Modulation, isFanFitted: Bool) {
        modulator = Modulator(modulation)
        self.isFanFitted = isFanFitted
    }

    /// A command arrives at `now`; one that is older than the newest is passed over.
    package mutating func receive(_ newest: SwitchCommand, at now: Instant) {
        guard newest.sequence > report.sequence else { return }
        // Nobody can ask for more than the longest lease, whatever the command says.
        let latest = now.advanced(by: Self.longestLease)
        command = SwitchCommand(
            sequence: newest.sequence,
            heater: newest.heater,
            isFanOn: newest.isFanOn,
            isSecondRelayClosed: newest.isSecondRelayClosed,
            indicators: newest.indicators,
            leaseEnd: min(newest.leaseEnd, latest)
        )
        report.sequence = newest.sequence
    }

    /// The lines at `now`. A clock that jumps by more than the lease drops the heater too.
    package mutating func step(at now: Instant) -> Lines {
        let elapsed = lastStep.map { now.duration(since: $0) } ?? .zero
        account(elapsed)
        lastStep = now
        if elapsed < .zero || elapsed > Self.longestLease { command = nil }
        if let lease = command?.leaseEnd, now >= lease { command = nil }

        let duty = report.isLineFaulty ? .off : command?.heater ?? .off
        let wantsHeat = modulator.step(duty, at: now)
        report.slots = modulator.slotCount
        var lines = Lines()
        lines.isHeaterOn = wantsHeat
        lines.isSecondRelayClosed = command?.isSecondRelayClosed ?? false
        lines.indicators = command?.indicators ?? []
        lines.isFanOn = isFanFitted && (wantsHeat || isFanWanted(at: now))
        if command?.heater ?? .off > .off { coolingUntil = now.advanced(by: Self.coolingAfterLoss) }

        if lines.isHeaterOn, !report.isHeaterOn { report.closures += 1 }
        report.at = now
        report.isHeaterOn = lines.isHeaterOn
        report.isFanOn = lines.isFanOn
        report.isSecondRelayClosed = lines.isSecondRelayClosed
        return lines
    }

    /// Forgets the newest command: its sender has gone.
    package mutating func loseCommand() {
        command = nil
    }

    /// Notes how the heater's line reads after it was driven. One contradiction may be a pin in the
    /// middle of its edge; two in a row are a line that nobody controls.
    package mutating func confirm(heaterReads isOn: Bool) {
        contradictions = isOn == report.isHeaterOn ? 0 : contradictions + 1
        report.isHeaterOn = isOn
        if contradictions >= 2 { report.isLineFaulty = true }
    }

    private mutating func account(_ elapsed: Duration) {
        if report.isHeaterOn, elapsed > .zero { report.onTime += elapsed }
    }

    /// With a command the command decides, but never against heat; without one a hot element cools.
    private func isFanWanted(at now: Instant) -> Bool {
        guard let command else { return coolingUntil.map { now < $0 } ?? false }
        return command.isFanOn || command.heater > .off
    }
}
