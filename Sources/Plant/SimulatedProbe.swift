import Chamber

/// A probe that follows a true temperature late: dead time, then a first-order lag.
package struct SimulatedProbe: Sendable {
    private let lagSeconds: Double
    private let stepSeconds: Double
    /// The temperatures of the dead time, a ring.
    private var delayed: [Double]
    private var position = 0
    /// What the probe shows, in °C, without noise.
    package private(set) var temperature: Double

    /// A probe at rest at `start`, in °C; the dead time is rounded to whole steps.
    package init(lagSeconds: Double, deadTimeSeconds: Double, stepSeconds: Double, start: Double) {
        self.lagSeconds = lagSeconds
        self.stepSeconds = stepSeconds
        let steps = max(0, Int((deadTimeSeconds / stepSeconds).rounded()))
        delayed = Array(repeating: start, count: steps)
        temperature = start
    }

    /// Lets one step go by at a true temperature in °C; `slowness` multiplies the lag.
    package mutating func step(_ actual: Double, slowness: Double = 1) {
        var seen = actual
        if !delayed.isEmpty {
            seen = delayed[position]
            delayed[position] = actual
            position = position + 1 == delayed.count ? 0 : position + 1
        }
        temperature += (seen - temperature) * stepSeconds / (lagSeconds * slowness + stepSeconds)
    }
}
