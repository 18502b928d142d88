import SwitchCore

/// A soak: holds the target until the duty of the hold has settled, so that walls and contents are warm
/// too, and not only the air.
///
/// ```
///          soak wish              at the target                 duty settled, skipped, or 2 h
///   none ─────────────▶ waiting ───────────────▶ soaking ───────────────────────────────────▶ done
///    ▲                     │                        │                                           │
///    └──── heat ends, or another set point ─────────┴───────────────────────────────────────────┘
/// ```
struct Soak: Codable, Sendable {
    /// The longest soak: a chamber that has not settled by then is always disturbed.
    private static let longest = Duration.hours(2)

    private(set) var phase: SoakPhase?
    private var setPoint: Celsius?
    private var began = Instant.zero

    /// Begins to wait until the set point is held.
    mutating func begin(at now: Instant) {
        self = Soak()
        phase = .waiting
        began = now
    }

    /// Ends the soak; returns whether one was in progress.
    mutating func skip() -> Bool {
        guard phase == .waiting || phase == .soaking else { return false }
        phase = .done
        return true
    }

    /// Follows the set point and the duty; returns whether the soak ends in this step.
    mutating func step(
        setPoint wanted: Celsius?,
        isSettled: Bool,
        watch: HoldWatch,
        at now: Instant
    ) -> Bool {
        guard let phase else { return false }
        guard let wanted, wanted == setPoint ?? wanted else {
            self.phase = nil
            return false
        }
        setPoint = wanted
        switch phase {
        case .waiting:
            if isSettled { self.phase = .soaking }
            return false
        case .soaking:
            guard watch.isSettled || now.duration(since: began) >= Self.longest else {
                return false
            }
            self.phase = .done
            return true
        case .done:
            return false
        }
    }

    /// The time since the wish.
    func elapsed(at now: Instant) -> Duration { now.duration(since: began) }

    /// The soak's status; `nil` where there is none.
    func status(_ watch: HoldWatch, at now: Instant) -> SoakStatus? {
        guard let phase else { return nil }
        switch phase {
        case .waiting: return SoakStatus(phase: phase, remaining: nil)
        case .soaking: return SoakStatus(phase: phase, remaining: watch.remaining)
        case .done: return SoakStatus(phase: phase, remaining: .zero)
        }
    }
}

/// The phase of a soak.
package enum SoakPhase: UInt8, CaseIterable, Codable, Sendable {
    /// On the way to the target.
    case waiting
    /// At the target, until the duty has settled.
    case soaking
    /// Settled, or skipped; the target is still held.
    case done
}

/// The status of a soak.
package struct SoakStatus: Codable, Equatable, Sendable {
    /// The phase of the soak.
    package var phase: SoakPhase
    /// The estimated time left; `nil` until the target is reached.
    package var remaining: Duration?

    package init(phase: SoakPhase, remaining: Duration?) {
        self.phase = phase
        self.remaining = remaining
    }
}
