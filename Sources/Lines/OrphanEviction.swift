import Glibc

/// What is done to a switch that still holds the lines although the `hearth` that started it has ended:
/// it is told to end, and killed where it does not. A value: its caller sends the signals.
package struct OrphanEviction {
    /// What to do before the next attempt to take the lines.
    package enum Step: Equatable, Sendable {
        /// Send this signal to every orphaned switch, where there is one.
        case signal(CInt)
        /// Only wait.
        case wait
        /// The lines stay with their holder.
        case giveUp
    }

    /// An orphan that was told to end gets this long; it needs one wake-up, 50 ms at most.
    private static let politeTime = Duration.milliseconds(500)
    /// How long to go on trying: the kernel gives a killed process's lines back at once.
    private static let longest = Duration.seconds(1)

    private var waited: Duration?
    private var hasKilled = false

    package init() {}

    /// The step after another attempt has failed; `pause` is the time between two attempts.
    package mutating func next(after pause: Duration) -> Step {
        guard let waited else {
            self.waited = .zero
            return .signal(SIGTERM)
        }
        let now = waited + pause
        self.waited = now
        guard now < Self.longest else { return .giveUp }
        guard now >= Self.politeTime, !hasKilled else { return .wait }
        hasKilled = true
        return .signal(SIGKILL)
    }
}
