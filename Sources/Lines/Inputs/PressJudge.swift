package import SwitchCore

/// Makes presses of one button out of the levels of its line.
///
/// ```
/// heldAtStart ── released ──▶ released ── down for 30 ms ──▶ pressed ── 5 s ──▶ held
///                                ▲                             │ short           │
///                                └──────── up for 30 ms ───────┴──── (long at 5 s, nothing more)
/// ```
package struct PressJudge: Sendable {
    /// What somebody did.
    package enum Press: Equatable, Sendable {
        /// Reported when it is let go.
        case short
        /// Reported while it is still held.
        case long
    }

    /// A level counts once it has stood for this time: contacts bounce for 5 to 20 ms.
    package static let bounce = Duration.milliseconds(30)
    /// As on the stock device.
    package static let long = Duration.seconds(5)

    private enum State {
        /// Held down when the program started: stuck, or a finger that meant something else.
        case heldAtStart
        case released
        case pressed(since: Instant)
        case held
    }

    private var state: State
    /// The level at the last look, and since when it has been that.
    private var level: Bool
    private var levelSince: Instant

    /// `isDown`: how the button is found.
    package init(isDown: Bool, at now: Instant) {
        state = isDown ? .heldAtStart : .released
        level = isDown
        levelSince = now
    }

    /// Nothing is under way: the next look may wait for the next edge.
    package var isAtRest: Bool {
        switch state {
        case .heldAtStart, .held: level
        case .released: !level
        case .pressed: false
        }
    }

    /// Looks at the level; says what was done, once.
    package mutating func look(isDown: Bool, at now: Instant) -> Press? {
        if isDown != level {
            level = isDown
            levelSince = now
        }
        let isSteady = now.duration(since: levelSince) >= Self.bounce
        switch state {
        case .heldAtStart, .held:
            if !level, isSteady { state = .released }
        case .released:
            if level, isSteady { state = .pressed(since: levelSince) }
        case .pressed(let since):
            if !level, isSteady {
                state = .released
                return .short
            }
            if level, now.duration(since: since) >= Self.long {
                state = .held
                return .long
            }
        }
        return nil
    }
}
