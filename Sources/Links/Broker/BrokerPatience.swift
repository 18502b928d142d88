import Chamber
import Pacing
package import SwitchCore

/// The back-off before the next attempt to connect to the broker: 1 s, doubled each time, up to 60 s.
///
/// A random part makes the devices of a restarted broker reconnect at different times. Two devices with
/// the same client ID end each other's connections in turn. So a connection counts as stable only after
/// it has lasted longer than the other device's longest pause.
package struct BrokerPatience {
    /// The longest pause, without the random part.
    package static let longest = Duration.seconds(60)
    /// A connection is stable after this time: a third more than the longest pause with its random part,
    /// 1.5 times ``longest``.
    package static let holding = Duration.seconds(120)
    /// This many short connections in a row mean that another client uses our client ID.
    static let tellingLosses = 3

    private var backOff = BackOff(first: .seconds(1), longest: Self.longest)
    private var connectedAt: Instant?

    package init() {}

    /// How many connections in a row were accepted and then lost before they were stable.
    package private(set) var losses = 0

    /// Several connections in a row were lost before they were stable.
    package var isContested: Bool { losses >= Self.tellingLosses }

    /// The broker has accepted the connection.
    package mutating func connected(at now: Instant) {
        connectedAt = now
    }

    /// Time has passed; returns true once, when the connection becomes stable.
    package mutating func holds(at now: Instant) -> Bool {
        guard let began = connectedAt, now.duration(since: began) >= Self.holding else {
            return false
        }
        connectedAt = nil
        backOff.reset()
        losses = 0
        return true
    }

    /// The connection was lost, or the attempt failed.
    package mutating func lost(at now: Instant) {
        guard !holds(at: now), connectedAt != nil else { return }
        connectedAt = nil
        losses += 1
    }

    /// The pause before the next attempt.
    ///
    /// - Parameter jitter: random, 0…1; 1 makes the pause half as long again.
    package mutating func pause(jitter: Double) -> Duration {
        backOff.next(jitter: jitter)
    }
}
