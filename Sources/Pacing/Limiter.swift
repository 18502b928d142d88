package import SwitchCore

/// Lets one note through, then none for a while: a fault that comes and goes must not push
/// everything else out of the log and the events. Keep one limiter for each kind of note.
package struct Limiter: Sendable {
    private let interval: Duration
    private var last: Instant?
    private var held = 0

    /// - Parameter interval: between two notes.
    package init(every interval: Duration) {
        self.interval = interval
    }

    /// Whether a note is due; then the next one is due an interval later.
    package mutating func allows(at now: Instant) -> Bool {
        pass(at: now) != nil
    }

    /// Where a note is due: how many were held back since the last one; `nil`: this one is held back
    /// too.
    package mutating func pass(at now: Instant) -> Int? {
        if let last, now.duration(since: last) < interval {
            held += 1
            return nil
        }
        last = now
        defer { held = 0 }
        return held
    }

    /// The next note is due at once.
    package mutating func reset() {
        self = Limiter(every: interval)
    }
}
