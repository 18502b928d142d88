import SwitchCore

/// A soak: the target is held until the duty that holding takes has settled, so that walls and contents
/// are warm too and not the air alone.
///
/// ```
///          soak wish              at the target                 duty settled, skipped, or 2 h
///   none ─────────────▶ waiting ───────────────▶ soaking ───────────────────────────────────▶ done
///    ▲                     │                        │                                           │
///    └──── heat ends, or another set point ─────────┴───────────────────────────────────────────┘
/// ```
struct Soak: Codable, Sendable {
    /// Nobody waits longer: a chamber that has not settled by then is disturbed all the time.
    private static let longest = Duration.hours(2)

    private(set) var phase: SoakPhase?
    private var setPoint: Celsius?
    private var began = Instant.zero

    /// Begins to wait for `setPoint` to be held.
    mutating func begin(at now: Instant) {
        self = Soak()
        phase = .waiting
        began = now
    }

    /// Ends the waiting; says whether there was any.
    mutating func skip() -> Bool {
        guard phase == .waiting || phase == .soaking else { return false }
        phase = .done
        return true
    }

    /// Follows the set point and the duty; says whether the soak is done in this step.
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

    /// How long it has been since the wish.
    func elapsed(at now: Instant) -> Duration { now.duration(since: began) }

    /// What is told of it; `nil` where none was asked for.
    func status(_ watch: HoldWatch, at now: Instant) -> SoakStatus? {
        guard let phase else { return nil }
        switch phase {
        case .waiting: return SoakStatus(phase: phase, remaining: nil)
        case .soaking: return SoakStatus(phase: phase, remaining: watch.remaining)
        case .done: return SoakStatus(phase: phase, remaining: .zero)
        }
    }
}

/// How far a soak is.
package enum SoakPhase: UInt8, CaseIterable, Codable, Sendable {
    /// On the way to the target.
    case waiting
    /// At the target, until the duty has settled.
    case soaking
    /// Settled, or skipped; the target goes on being held.
    case done
}

/// A soak as it is told.
package struct SoakStatus: Codable, Equatable, Sendable {
    /// What the soak is doing.
    package var phase: SoakPhase
    /// The estimate of what is left; `nil` until the target is reached.
    package var remaining: Duration?

    package init(phase: SoakPhase, remaining: Duration?) {
        self.phase = phase
        self.remaining = remaining
    }
}
