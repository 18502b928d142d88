import Chamber
import Pacing
package import SwitchCore

/// How long to wait before the broker is tried again: a second, and twice as long each time, to a minute.
///
/// A broker that comes back meets all of its devices at once: each waits its own part longer. Two devices
/// with one client id end each other's connections in turn, so that only a connection that outlives the
/// other's longest pause counts as one that holds.
package struct BrokerPatience {
    /// The longest pause, without a device's own part.
    package static let longest = Duration.seconds(60)
    /// A third more than the longest pause, which is half as much again as ``longest``.
    package static let holding = Duration.seconds(120)
    /// This many short connections in a row mean that another client uses our client ID.
    static let tellingLosses = 3

    private var backOff = BackOff(first: .seconds(1), longest: Self.longest)
    private var connectedAt: Instant?

    package init() {}

    /// Connections in a row that the broker took in and that were lost before they held.
    package private(set) var losses = 0

    /// The connection does not come to hold, time after time.
    package var isContested: Bool { losses >= Self.tellingLosses }

    /// The broker has taken us in.
    package mutating func connected(at now: Instant) {
        connectedAt = now
    }

    /// Time has gone by; true where the connection holds from now on, once.
    package mutating func holds(at now: Instant) -> Bool {
        guard let began = connectedAt, now.duration(since: began) >= Self.holding else {
            return false
        }
        connectedAt = nil
        backOff.reset()
        losses = 0
        return true
    }

    /// The connection is over, or never was.
    package mutating func lost(at now: Instant) {
        guard !holds(at: now), connectedAt != nil else { return }
        connectedAt = nil
        losses += 1
    }

    /// The pause before the next attempt, longer by up to half of it.
    ///
    /// - Parameter jitter: 0…1.
    package mutating func pause(jitter: Double) -> Duration {
        backOff.next(jitter: jitter)
    }
}
