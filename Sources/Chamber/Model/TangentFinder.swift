/// Finds the steepest tangent of a temperature that rises from rest: a straight line through the last
/// ``window`` samples, one a second; the steepest line is kept.
///
/// Over 21 s the noise of a probe (0.03 K a sample, four samples a second) moves the slope by
/// 0.0005 K/s, and the steps of a 12-bit converter average out; the curve itself bends little
/// (measured against the noise-free curve on 200 random plants: `docs/regulation.md`).
struct TangentFinder: Codable, Sendable {
    /// Samples in the line.
    private static let window = 21

    private var times = SIMD32<Double>(repeating: 0)
    private var rises = SIMD32<Double>(repeating: 0)
    private var next = 0
    private var count = 0

    /// The slope over the last samples, in K/s.
    private(set) var newest = 0.0
    /// The steepest slope so far, in K/s.
    private(set) var steepest = 0.0
    /// The middle of its line: s since the start, and K above the start.
    private var middleSeconds = 0.0
    private var middleRise = 0.0

    /// Adds a sample: s since the start, and K above the start.
    mutating func add(seconds: Double, rise: Double) {
        times[next] = seconds
        rises[next] = rise
        next = next &+ 1 == Self.window ? 0 : next &+ 1
        count = min(count &+ 1, Self.window)
        guard count == Self.window else { return }
        var meanTime = 0.0
        var meanRise = 0.0
        for index in 0..<Self.window {
            meanTime += times[index]
            meanRise += rises[index]
        }
        meanTime /= Double(Self.window)
        meanRise /= Double(Self.window)
        var product = 0.0
        var square = 0.0
        for index in 0..<Self.window {
            let distance = times[index] - meanTime
            product += distance * (rises[index] - meanRise)
            square += distance * distance
        }
        guard square > 0 else { return }
        newest = product / square
        guard newest > steepest else { return }
        steepest = newest
        middleSeconds = meanTime
        middleRise = meanRise
    }

    /// Where the steepest tangent meets the starting temperature, in s since the start.
    var deadTimeSeconds: Double {
        steepest > 0 ? middleSeconds - middleRise / steepest : 0
    }

    /// Whether the curve is clearly flatter than before, so that the steepest place has passed.
    var hasPassed: Bool {
        count == Self.window && newest < 0.95 * steepest
    }
}
