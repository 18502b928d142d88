import SwitchCore

/// Watches the calendar until it is known to be right: a board without a battery begins its day in
/// the past, and everything stored meanwhile has a wrong time.
struct CalendarDoubt {
    /// A jump of the calendar that is no correction of its rate.
    private static let smallestJump: Int64 = 2_000

    /// The calendar is not known to be right.
    private(set) var isStanding = false
    /// Once it was right, nobody but its owner moves it.
    private var isOver = false
    /// Calendar less monotonic clock at the last look, in ms.
    private var offset: Int64?

    /// Looks at the calendar; returns how many milliseconds later everything really was that this run
    /// has stored in doubt, where that is known now. Asks nobody once the calendar was known.
    mutating func inspect(
        at now: Instant,
        wall: WallTime,
        isKnown ask: () -> Bool
    ) -> Int64? {
        guard !isOver else { return nil }
        let isKnown = ask()
        isOver = isKnown
        guard isStanding || !isKnown else { return nil }
        let newOffset = wall.milliseconds - now.nanoseconds / 1_000_000
        let jump = newOffset - (offset ?? newOffset)
        isStanding = !isKnown
        offset = newOffset
        return isKnown || abs(jump) >= Self.smallestJump ? jump : nil
    }
}
