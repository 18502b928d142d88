package import SwitchCore

/// Decides when the machine is kept from sleeping: as long as it must stay awake. What is refused is
/// tried again, but not often: a machine without systemd-logind refuses every time.
package struct SleepInhibition: Sendable {
    /// What to do.
    package enum Effect: Equatable, Sendable {
        /// Ask for an inhibitor.
        case hold
        /// Give it back.
        case release
    }

    private static let retry = Duration.minutes(1)

    private var isHeld = false
    private var refusedAt: Instant?

    package init() {}

    /// Decides at one look.
    package mutating func step(mustStayAwake: Bool, at now: Instant) -> Effect? {
        guard mustStayAwake else {
            refusedAt = nil
            return isHeld ? .release : nil
        }
        guard !isHeld, refusedAt.map({ now.duration(since: $0) >= Self.retry }) ?? true else {
            return nil
        }
        return .hold
    }

    /// The effect was carried out, or was refused; returns whether that is news.
    package mutating func confirm(isHeld: Bool, at now: Instant) -> Bool {
        let wasRefused = refusedAt != nil
        refusedAt = isHeld ? nil : now
        self.isHeld = isHeld
        return !wasRefused
    }

    /// The inhibitor was given back.
    package mutating func confirmRelease() {
        isHeld = false
    }
}
