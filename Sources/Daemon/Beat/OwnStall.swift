package import SwitchCore

/// Finds out that this process itself stood still, and holds the next step back until the hardware has
/// been asked again.
///
/// After a stall (a stopped process, a busy card, a machine that slept) the newest answer of the switch
/// and the newest samples are as old as the stall. Judged by them, a sound switch or a sound probe
/// would get the blame. While the step is held back no command goes out, so the switch's lease runs.
///
/// However late the beats come, steps follow: without them no guard judges and no wish is read.
package struct OwnStall {
    /// What to do at a beat.
    package enum Decision: Equatable, Sendable {
        /// Make the step.
        case step
        /// Ask the hardware again, and make no step.
        case ask
        /// Make no step: the hardware has not answered yet.
        case wait
    }

    /// A longer time between two beats is a stall. The rules allow a step, a switch and a probe as long
    /// (`safety.clock`): a step that came in time is never held back until it is late.
    private static let longestGap = Duration.seconds(2)
    /// How long a step is held back, however late the beats come meanwhile: a round of the converter
    /// takes 100 ms at most, and a switch answers within 1 ms.
    private static let longestWait = Duration.milliseconds(300)

    private var lastBeat: Instant?
    /// When the hardware was asked; `nil`: no step is held back.
    private var askedAt: Instant?

    package init() {}

    /// Decides about the beat at `now`. `hasAnswered`: whether everything that answers has done
    /// so since an instant; it is called only while a step is held back.
    package mutating func decide(
        at now: Instant,
        hasAnswered: (_ since: Instant) -> Bool
    ) -> Decision {
        let gap = lastBeat.map { now.duration(since: $0) } ?? .zero
        lastBeat = now
        guard let since = askedAt else {
            guard gap > Self.longestGap else { return .step }
            askedAt = now
            return .ask
        }
        guard now.duration(since: since) >= Self.longestWait || hasAnswered(since) else {
            return .wait
        }
        askedAt = nil
        return .step
    }
}
