/// How often something may happen: so many times at once, and from then on so many times a second.
struct Allowance {
    private let burst: Double
    private let perSecond: Double
    private var left: Double
    private var at: Microseconds

    init(burst: Int, perSecond: Int, at now: Microseconds) {
        self.burst = Double(burst)
        self.perSecond = Double(perSecond)
        left = Double(burst)
        at = now
    }

    /// It happens; false: once too often.
    mutating func take(at now: Microseconds) -> Bool {
        refill(at: now)
        guard left >= 1 else { return false }
        left -= 1
        return true
    }

    /// Whether it may happen.
    mutating func isOpen(at now: Microseconds) -> Bool {
        refill(at: now)
        return left >= 1
    }

    /// Whether nothing has happened for so long that all is forgotten.
    mutating func isFull(at now: Microseconds) -> Bool {
        refill(at: now)
        return left >= burst
    }

    private mutating func refill(at now: Microseconds) {
        left = min(burst, left + Double(max(0, now - at)) * 1e-6 * perSecond)
        at = now
    }
}
