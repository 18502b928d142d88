package import SwitchCore

/// What is expected of a warm-up, for people: the way to the set point, and how it does against what was
/// expected at its beginning.
package struct ReadyOutlook: Equatable, Sendable {
    /// Ready so much later than promised is slower than usual: a quarter of the promise and a minute.
    private static let slowShare = 1.25
    private static let slowMargin = Duration.minutes(1)

    /// The chamber is ready this far below the set point, in K.
    package static let reachedKelvin = 1.0

    /// The chamber's temperature from ``pathAt`` on.
    package private(set) var path = ReadyPath()
    /// When the path was computed.
    package private(set) var pathAt = Instant.zero
    /// How long the whole way was expected to take when it began; `nil`: nothing was computed yet.
    package private(set) var usual: Duration?
    /// The way takes longer than was expected, as with an open door.
    package private(set) var isSlow = false

    private var beganAt = Instant.zero
    private var setPoint: Celsius?

    package init() {}

    /// Takes in what has been computed at `now`.
    package mutating func update(
        _ path: ReadyPath,
        readyAt: Instant?,
        setPoint: Celsius,
        at now: Instant
    ) {
        if setPoint != self.setPoint {
            self = ReadyOutlook()
            self.setPoint = setPoint
            beganAt = now
        }
        self.path = path
        pathAt = now
        guard let readyAt else { return }
        let whole = readyAt.duration(since: beganAt)
        let usual = usual ?? whole
        self.usual = usual
        isSlow = whole > usual * Self.slowShare + Self.slowMargin
    }
}

/// A chamber's temperature at evenly spaced times, in a fixed size: a step must not allocate.
package struct ReadyPath: Equatable, Sendable {
    /// The largest number of points.
    package static let capacity = 16

    /// Hundredths of a degree: no temperature on the way is above 300 °C.
    private var hundredths = SIMD16<Int16>()
    /// How many points there are.
    package private(set) var count = 0
    /// Seconds from one point to the next; the first is at 0.
    package private(set) var spacing = 10.0

    package init() {}

    /// The temperature at `index` · ``spacing``, in °C.
    package subscript(index: Int) -> Double { Double(hundredths[index]) / 100 }

    /// Records what falls into the time `start`…`end` (s), in which the air rises from `degrees` (°C) with
    /// `rate` (K/s). Where the path is full, every second point makes room.
    mutating func record(_ degrees: Double, rate: Double, from start: Double, to end: Double) {
        while Double(count) * spacing < end {
            if count == Self.capacity {
                for index in 0..<Self.capacity / 2 { hundredths[index] = hundredths[2 * index] }
                count = Self.capacity / 2
                spacing *= 2
                continue
            }
            let value = degrees + rate * (Double(count) * spacing - start)
            hundredths[count] = Int16(exactly: (value * 100).rounded()) ?? .max
            count += 1
        }
    }
}
