import Chamber
import Pacing
package import SwitchCore

/// The back-off before the next attempt to connect to the broker: 1 s, doubled each time, up to 60 s.
///
/// A random part makes the devices of a restarted broker reconnect at different times. While heat depends
/// on the connection, and for a minute after a loss, the pauses stay so short that a broker that is back
/// finds the device within 5 s.
///
/// Two devices with the same client ID end each other's connections in turn. So a connection counts as
/// stable only after it has lasted longer than the other device's longest pause.
package struct BrokerPatience {
    /// The longest pause, without the random part.
    package static let longest = Duration.seconds(60)
    /// A connection is stable after this time: a third more than the longest pause with its random part,
    /// 1.5 times ``longest``.
    package static let holding = Duration.seconds(120)
    /// This many short connections in a row mean that another client uses our client ID.
    static let contestedLosses = 3

    /// The longest pause of a hurried try: with its random part below 5 s.
    private static let longestHurried = Duration.seconds(3)
    /// How long after a loss every try is a hurried one.
    private static let hurry = Duration.minutes(1)

    private var wasConnected = false
    private var lostAt: Instant?
    private var backOff = BackOff(first: .seconds(1), longest: Self.longest)
    private var connectedAt: Instant?

    package init() {}

    /// How many connections in a row were accepted and then lost before they were stable.
    package private(set) var losses = 0

    /// Several connections in a row were lost before they were stable.
    package var isContested: Bool { losses >= Self.contestedLosses }

    /// The broker has accepted the connection.
    package mutating func connected(at now: Instant) {
        connectedAt = now
        wasConnected = true
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
        if wasConnected { lostAt = now }
        wasConnected = false
        guard !holds(at: now), connectedAt != nil else { return }
        connectedAt = nil
        losses += 1
    }

    /// The pause before the next attempt.
    ///
    /// - Parameters:
    ///   - jitter: random, 0…1; 1 makes the pause half as long again.
    ///   - isHeatAtStake: heat that was asked for over the broker ends without it.
    package mutating func pause(
        jitter: Double,
        isHeatAtStake: Bool,
        at now: Instant
    ) -> Duration {
        let pause = backOff.next(jitter: jitter)
        let isRecent = lostAt.map { now.duration(since: $0) < Self.hurry } ?? false
        // Two devices that push each other out must not do so every few seconds.
        guard isHeatAtStake || isRecent, !isContested else { return pause }
        return min(pause, Self.longestHurried * (1 + jitter / 2))
    }
}
