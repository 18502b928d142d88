/// How long to wait before something that failed is tried again: twice as long each time, up to a
/// longest pause.
package struct BackOff: Equatable, Sendable {
    private let first: Duration
    private let longest: Duration
    private var pause: Duration

    /// - Parameter longest: no pause is longer, but for its jitter.
    package init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
        pause = first
    }

    /// It failed: the pause before the next try.
    ///
    /// - Parameter jitter: 0…1, drawn by the caller: adds up to half of the pause, so that many devices
    ///   that have lost the same server do not all come back at once.
    package mutating func next(jitter: Double = 0) -> Duration {
        defer { pause = min(pause + pause, longest) }
        return jitter == 0 ? pause : pause + pause * (jitter / 2)
    }

    /// It worked: the next pause is the first one again.
    package mutating func reset() {
        pause = first
    }
}
