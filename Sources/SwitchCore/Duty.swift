/// The share of time for which the heater is on: 0 (off) to 1 (always on), always in that range.
package struct Duty: Codable, Comparable, Hashable, Sendable {
    /// 0…1.
    package let fraction: Double

    /// A duty from any number: below 0 and not-a-number become 0, above 1 becomes 1.
    package init(_ fraction: Double) {
        // `min(1, .nan)` is 1: a comparison that is false for NaN has to come first.
        guard fraction > 0 else {
            self.fraction = 0
            return
        }
        self.fraction = fraction < 1 ? fraction : 1
    }

    /// Heater off.
    package static let off = Duty(0)

    /// Heater on without a pause.
    package static let full = Duty(1)

    package static func < (left: Duty, right: Duty) -> Bool {
        left.fraction < right.fraction
    }
}
