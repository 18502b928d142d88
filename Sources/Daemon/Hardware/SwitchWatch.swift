package import SwitchCore
package import System

/// Decides what happens to the switch's process: when it counts as dead, when it is killed, and when
/// another one is started. Its supervisor inspects the process, and carries the effects out.
///
/// ```
///          start                          hung up, silent, told to end
///  absent ───────▶ running ──────────────────────────────────────────▶ ending
///   ▲ │               │  ended on its own                             ▲    │ ended
///   │ └───────────────┼─ not ready, killed, and does not end ────────┘    │
///   ├─────────────────┴───────────────────────────────────────────────────┘
///   └ ended in order during a stop of the daemon, with the blower off: retired, and none is started
/// ```
package struct SwitchWatch: Sendable {
    /// What the supervisor sees at one look.
    package struct Observation: Sendable {
        /// How the process ended; `nil`: it has not.
        package var end: ProgramEnd?
        /// The switch's end of the socket is closed.
        package var hasHungUp = false
        /// Too many commands are unanswered.
        package var isSilent = false
        /// The switch got SIGTERM, and heats no more.
        package var isRetiring = false
        /// The daemon itself was told to end.
        package var isStopping = false
        /// The newest command has the blower on.
        package var isBlowerNeeded = false

        package init() {}
    }

    /// Why the switch is killed.
    package enum Reason: Equatable, Sendable {
        /// It closed its socket, but runs.
        case hungUp
        /// It may be stuck with the heater on.
        case silent
        /// Somebody told it to end, and it alone.
        case retiring
    }

    /// What the supervisor does.
    package enum Effect: Equatable, Sendable {
        /// Count a death of the switch, which latches `safety.output_lost`.
        case countDeath
        /// Kill the process.
        case kill(Reason)
        /// Start another switch, which turns every line off.
        case start
        /// Tell that the process does not end although it was killed, and since when.
        case reportStuck(Duration)
        /// Do what the owner allowed against a process that cannot be killed (`failure_action`).
        case takeFailureAction
    }

    /// SIGTERM for the whole process group reaches the daemon within milliseconds of the switch; for
    /// this time nobody can tell whether it was for the switch alone.
    private static let longestDoubt = Duration.milliseconds(500)
    /// A process ends within milliseconds of SIGKILL unless a driver holds it in the kernel.
    static let longestEnd = Duration.seconds(1)
    private static let reportInterval = Duration.minutes(1)
    private static let failureActionAfter = Duration.seconds(10)

    private enum State {
        case absent
        case running(retiringSince: Instant?)
        case ending(since: Instant, reported: Instant?, hasActed: Bool)
        case retired
    }

    private var state = State.absent

    package init() {}

    /// The switch was killed, and has not ended.
    package var isEnding: Bool {
        if case .ending = state { true } else { false }
    }

    /// The killed switch does not end, as was reported.
    package var isStuck: Bool {
        if case .ending(_, .some, _) = state { true } else { false }
    }

    /// The switch is watched.
    package var isRunning: Bool {
        if case .running = state { true } else { false }
    }

    /// A switch was started.
    package mutating func confirmStart() {
        state = .running(retiringSince: nil)
    }

    /// A switch was started, was not ready in time, was killed ``longestEnd`` before `now`, and has not
    /// ended: it is waited for, and none is started beside it.
    package mutating func confirmStuckStart(at now: Instant) {
        let killed = now.advanced(by: .zero - Self.longestEnd)
        state = .ending(since: killed, reported: nil, hasActed: false)
    }

    /// Decides at one look.
    package mutating func step(_ observation: Observation, at now: Instant) -> [Effect] {
        switch state {
        case .absent:
            return [.start]
        case .retired:
            return []
        case .running(let retiringSince):
            return judgeRunning(observation, retiringSince: retiringSince, at: now)
        case .ending(let since, let reported, let hasActed):
            guard observation.end == nil else {
                state = .absent
                return [.start]
            }
            return judgeEnding(since: since, reported, hasActed: hasActed, at: now)
        }
    }

    private mutating func judgeRunning(
        _ observation: Observation,
        retiringSince: Instant?,
        at now: Instant
    ) -> [Effect] {
        if let end = observation.end {
            // It turned the lines off before it ended, which is no fault. The daemon's stop needs another
            // only while the blower cools the element.
            if observation.isStopping, end == .status(0) {
                state = observation.isBlowerNeeded ? .absent : .retired
                return observation.isBlowerNeeded ? [.start] : []
            }
            state = .absent
            return [.countDeath, .start]
        }
        if observation.hasHungUp { return endSwitch(.hungUp, at: now) }
        if observation.isSilent { return endSwitch(.silent, at: now) }
        guard observation.isRetiring, !observation.isStopping else { return [] }
        let since = retiringSince ?? now
        guard now.duration(since: since) < Self.longestDoubt else {
            return endSwitch(.retiring, at: now)
        }
        state = .running(retiringSince: since)
        return []
    }

    private mutating func endSwitch(_ reason: Reason, at now: Instant) -> [Effect] {
        state = .ending(since: now, reported: nil, hasActed: false)
        return [.countDeath, .kill(reason)]
    }

    private mutating func judgeEnding(
        since: Instant,
        _ reported: Instant?,
        hasActed: Bool,
        at now: Instant
    ) -> [Effect] {
        let time = now.duration(since: since)
        let isReportDue = reported.map { now.duration(since: $0) >= Self.reportInterval } ?? true
        let mustReport = time >= Self.longestEnd && isReportDue
        let mustAct = time >= Self.failureActionAfter && !hasActed
        state = .ending(
            since: since,
            reported: mustReport ? now : reported,
            hasActed: hasActed || mustAct
        )
        var effects: [Effect] = []
        if mustReport { effects.append(.reportStuck(time)) }
        if mustAct { effects.append(.takeFailureAction) }
        return effects
    }
}
