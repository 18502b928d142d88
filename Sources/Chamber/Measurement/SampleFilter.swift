/// A median of three, then a first-order low pass: a single wild sample has no effect.
struct SampleFilter: Codable {
    /// Time constant of the low pass in s: short beside the probe's own lag (15 s), long beside the
    /// sampling interval (0.25 s).
    private static let timeConstantSeconds = 1.0

    /// The last three samples; `count` of them are real.
    private var oldest = 0.0
    private var middle = 0.0
    private var newest = 0.0
    private var count = 0
    private var smoothed = 0.0

    /// Adds a sample in °C, `seconds` after the one before.
    mutating func add(_ degrees: Double, after seconds: Double) {
        oldest = middle
        middle = newest
        newest = degrees
        count = min(count + 1, 3)
        guard count == 3 else { return }
        let median = max(min(oldest, middle), min(max(oldest, middle), newest))
        guard isPrimed else {
            smoothed = median
            isPrimed = true
            return
        }
        let elapsed = min(max(seconds, 0), 60)
        smoothed += (median - smoothed) * elapsed / (Self.timeConstantSeconds + elapsed)
    }

    private var isPrimed = false

    /// The filtered temperature in °C; `nil` until three samples have come.
    var value: Double? {
        isPrimed ? smoothed : nil
    }
}
