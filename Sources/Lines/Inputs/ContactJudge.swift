package import SwitchCore

/// Makes out of the edges of one line whether its contact is open.
///
/// ```
/// closed ── open for 5 ms in sum ──▶ open
///    ▲                                │
///    └──── closed for 500 ms ─────────┘
/// ```
///
/// Bounce delays no opening, because the times between the bounces count together, and one opening is one
/// opening however often the contact bounces. A spike that the heater's relay induces is shorter.
package struct ContactJudge: Sendable {
    /// Open for this time in sum, the contact is open: longer than a spike, a twentieth of a beat.
    package static let opening = Duration.milliseconds(5)
    /// Closed for this time, the contact is closed: contacts bounce for 5 to 20 ms, doors longer.
    package static let closing = Duration.milliseconds(500)
    /// Closed for this time, what was open before no longer counts.
    private static let forgetting = Duration.milliseconds(50)

    /// The contact is open.
    package private(set) var isOpen: Bool
    /// What the line read last, and up to when it has been judged.
    private var reads: Bool
    private var judged: Instant
    /// For how long it has read open since it was last closed, and closed since it was last open.
    private var openTime = Duration.zero
    private var closedTime = Duration.zero

    /// `isOpen`: how the line is found.
    package init(isOpen: Bool, at now: Instant) {
        self.isOpen = isOpen
        reads = isOpen
        judged = now
    }

    /// Takes what the line reads from `time` on. A time before the last one counts as the last one.
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
