/// The switch's decisions as a value: lease, modulator and blower interlock, and nothing else.
///
/// It trusts no command: without a command, or after its lease, the heater is off, and the blower always
/// runs with the heater. The process that owns the lines steps it, and so does the simulation.
package struct SwitchLogic {
    /// The state of the output lines.
    package struct Lines: Equatable, Sendable {
        /// Whether the heater's relay is closed.
        package var isHeaterOn = false
        /// Whether the blower runs.
        package var isFanOn = false
        /// Whether the relay in series with the heater's relay is closed.
        package var isSecondRelayClosed = false
        /// The lights and the buzzer that are on.
        package var indicators: Indicators = []

        package init() {}
    }

    /// The longest time that one command keeps the heater on (`docs/safety.md`, section "Ceilings").
    package static let longestLease = Duration.seconds(3)
    /// How long the blower cools a hot element after commands stop: ten time constants of the nominal
    /// element (36 s with the blower running).
    private static let coolingAfterLoss = Duration.minutes(6)

    private let isFanFitted: Bool
    private var modulator: Modulator
    private var command: SwitchCommand?
    private var coolingUntil: Instant?
    /// The switch was told to end: it cools as long as it is commanded to, and heats no more.
    package private(set) var isRetiring = false
    /// Steps in a row in which the heater's line did not read as driven.
    private var contradictions = 0
    private var lastStep: Instant?
    /// The report of the newest step.
    package private(set) var report = SwitchReport()

    /// A switch with everything off until the first command.
    package init(_ modulation: Modulation, isFanFitted: Bool) {
        modulator = Modulator(modulation)
        self.isFanFitted = isFanFitted
    }

    /// Receives a command at `now`; ignores one that is not newer than the newest so far.
    package mutating func receive(_ newest: SwitchCommand, at now: Instant) {
        guard newest.sequence > report.sequence else { return }
        // The lease never exceeds `longestLease`, whatever the command says.
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

    /// The lines at `now`. A clock that goes back, or jumps by more than a lease, drops the command.
    package mutating func step(at now: Instant) -> Lines {
        let elapsed = lastStep.map { now.duration(since: $0) } ?? .zero
        account(elapsed)
        lastStep = now
        if elapsed < .zero || elapsed > Self.longestLease { command = nil }
        if let lease = command?.leaseEnd, now >= lease { command = nil }

        let mayHeat = !report.isLineFaulty && !isRetiring
        let duty = mayHeat ? command?.heater ?? .off : .off
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

    /// Drops the newest command because its sender has gone.
    package mutating func loseCommand() {
        command = nil
    }

    /// Turns the heater off for good because the switch was told to end. Commands for the other lines
    /// are followed still: the blower may have to cool.
    package mutating func retire() {
        isRetiring = true
        command = nil
    }

    /// Records how the heater's line reads after it was driven. One contradiction may be a pin in the
    /// middle of its edge; after two in a row nothing controls the line.
    package mutating func confirm(heaterReads isOn: Bool) {
        contradictions = isOn == report.isHeaterOn ? 0 : contradictions + 1
        report.isHeaterOn = isOn
        if contradictions >= 2 { report.isLineFaulty = true }
    }

    private mutating func account(_ elapsed: Duration) {
        if report.isHeaterOn, elapsed > .zero { report.onTime += elapsed }
    }

    /// A command decides, but never for heat without airflow; without a command the blower cools.
    private func isFanWanted(at now: Instant) -> Bool {
        guard let command else { return coolingUntil.map { now < $0 } ?? false }
        return command.isFanOn || command.heater > .off
    }
}
