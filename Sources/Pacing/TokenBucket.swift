package import SwitchCore

/// How often something may happen: `burst` times at once, and `perSecond` times a second in the long
/// run.
package struct TokenBucket: Sendable {
    private let burst: Double
    private let perSecond: Double
    private var tokens: Double
    /// When the tokens were counted last.
    private var counted: Instant

    /// A full bucket.
    package init(burst: Int, perSecond: Int, at now: Instant = .zero) {
        self.burst = Double(burst)
        self.perSecond = Double(perSecond)
        tokens = Double(burst)
        counted = now
    }

    /// A full bucket that wins one token back each `interval`.
    package init(burst: Int, every interval: Duration, at now: Instant = .zero) {
        self.burst = Double(burst)
        perSecond = 1 / interval.inSeconds
        tokens = Double(burst)
        counted = now
    }

    /// Spends a token; `false`: once too often.
    package mutating func spend(at now: Instant) -> Bool {
        guard isOpen(at: now) else { return false }
        tokens -= 1
        return true
    }

    /// Whether it may happen.
    package mutating func isOpen(at now: Instant) -> Bool {
        refill(at: now)
        return tokens >= 1
    }

    /// Whether the bucket is full again.
    package mutating func isFull(at now: Instant) -> Bool {
        refill(at: now)
        return tokens >= burst
    }

    private mutating func refill(at now: Instant) {
        tokens = min(burst, tokens + max(0, now.seconds(since: counted)) * perSecond)
        counted = now
    }
}
