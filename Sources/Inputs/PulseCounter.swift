package import SwitchCore

/// Counts a tachometer's pulses between two steps.
///
/// The kernel keeps at least 16 edges of a line that are in sequence and drops others, and a fast blower
/// makes more between two steps. With four pulses or more the count is the one that their times imply.
/// Tests: `PulseCounterTests`.
package struct PulseCounter: Sendable {
    private static let leastForRate = 4
    private static let most = 10_000.0

    private var first = Instant.zero
    private var last = Instant.zero
    private var seen = 0
    private var collected: Instant

    /// A counter that starts at `now`.
    package init(at now: Instant) {
        collected = now
    }

    /// Receives one pulse.
    package mutating func receive(at time: Instant) {
        if seen == 0 { first = time }
        last = time
        seen += 1
    }

    /// The pulses since the last call.
    package mutating func collect(at now: Instant) -> Int {
        let elapsed = now.seconds(since: collected)
        let spread = last.seconds(since: first)
        let count = seen
        (seen, collected) = (0, now)
        guard count >= Self.leastForRate, spread > 0, elapsed > 0 else { return count }
        let implied = min(Double(count - 1) / spread * elapsed, Self.most)
        return max(count, Int(implied.rounded()))
    }
}
