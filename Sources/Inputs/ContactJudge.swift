package import SwitchCore

/// Decides from the edges of one line whether its contact is open.
///
/// ```
/// closed ── open for 5 ms in sum ──▶ open
///    ▲                                │
///    └──── closed for 500 ms ─────────┘
/// ```
///
/// Bounce does not delay an opening, because the open times between the bounces add up, and a bouncing
/// contact opens only once. A spike that the heater's relay induces is shorter than 5 ms.
package struct ContactJudge: Sendable {
    /// A total open time of this length opens the contact: longer than a spike, a twentieth of a step.
    package static let opening = Duration.milliseconds(5)
    /// A closed time of this length closes the contact: contacts bounce for 5 to 20 ms, doors longer.
    package static let closing = Duration.milliseconds(500)
    /// A closed time of this length resets the total open time.
    private static let forgetting = Duration.milliseconds(50)

    /// The contact is open.
    package private(set) var isOpen: Bool
    /// What the line read last (`true`: open), and up to when its times are counted.
    private var reads: Bool
    private var judged: Instant
    /// The total open time since the last reset, and the closed time since the line last read open.
    private var openTime = Duration.zero
    private var closedTime = Duration.zero

    /// - Parameter isOpen: what the line reads at the start.
    package init(isOpen: Bool, at now: Instant) {
        self.isOpen = isOpen
        reads = isOpen
        judged = now
    }

    /// Records what the line reads from `time` on. An earlier time than the last one counts as the last.
    package mutating func receive(reads isOpen: Bool, at time: Instant) {
        let passed = max(time.duration(since: judged), .zero)
        judged = max(judged, time)
        if reads {
            openTime += passed
            closedTime = .zero
            if openTime >= Self.opening { self.isOpen = true }
        } else {
            closedTime += passed
            if closedTime >= Self.forgetting { openTime = .zero }
            if closedTime >= Self.closing { self.isOpen = false }
        }
        reads = isOpen
    }
}
