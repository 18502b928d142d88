import Chamber

/// A probe that follows a true temperature with a dead time and a first-order lag.
package struct SimulatedProbe: Sendable {
    private let lagSeconds: Double
    private let stepSeconds: Double
    /// A ring of the temperatures within the dead time.
    private var delayed: [Double]
    private var position = 0
    /// The probe's temperature in °C, without noise.
    package private(set) var temperature: Double

    /// A probe at rest at `start`, in °C; the dead time is rounded to whole steps.
    package init(lagSeconds: Double, deadTimeSeconds: Double, stepSeconds: Double, start: Double) {
        self.lagSeconds = lagSeconds
        self.stepSeconds = stepSeconds
        let steps = max(0, Int((deadTimeSeconds / stepSeconds).rounded()))
        delayed = Array(repeating: start, count: steps)
        temperature = start
    }

    /// Advances one step with a true temperature in °C; `slowness` multiplies the lag.
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
