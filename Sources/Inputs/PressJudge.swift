package import SwitchCore

/// Detects short and long presses of one button from the levels of its line.
///
/// ```
/// heldAtStart ── released ──▶ released ── down for 30 ms ──▶ pressed ── 5 s ──▶ held
///                                ▲                             │ short           │
///                                └──────── up for 30 ms ───────┴──── (long at 5 s, nothing more)
/// ```
package struct PressJudge: Sendable {
    /// How long the button was pressed.
    package enum Press: Equatable, Sendable {
        /// Reported when the button is released.
        case short
        /// Reported after 5 s, while the button is still held.
        case long
    }

    /// A level counts after it has been steady for this time: contacts bounce for 5 to 20 ms.
    package static let bounce = Duration.milliseconds(30)
    /// The time of a long press, as on the stock device.
    package static let long = Duration.seconds(5)

    private enum State {
        /// Down since the program started: stuck, or pressed for another reason.
        case heldAtStart
        case released
        case pressed(since: Instant)
        case held
    }

    private var state: State
    /// The last level (`true`: down), and since when it has been that.
    private var level: Bool
    private var levelSince: Instant

    /// - Parameter isDown: the button's level at the start.
    package init(isDown: Bool, at now: Instant) {
        state = isDown ? .heldAtStart : .released
        level = isDown
        levelSince = now
    }

    /// No press is in progress: the next call of ``look(isDown:at:)`` can wait for an edge.
    package var isAtRest: Bool {
        switch state {
        case .heldAtStart, .held: level
        case .released: !level
        case .pressed: false
        }
    }

    /// Receives the level; returns each press once.
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
