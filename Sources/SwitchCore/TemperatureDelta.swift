/// A difference of two temperatures in kelvins; always a finite number.
package struct TemperatureDelta: Codable, Comparable, Hashable, Sendable {
    /// Kelvins.
    package let kelvins: Double

    /// A difference from a number in the program itself; a number that is not finite becomes zero.
    package init(_ kelvins: Double) {
        self.kelvins = kelvins.isFinite ? kelvins : 0
    }

    /// No difference.
    package static let zero = TemperatureDelta(0)

    package static func < (left: TemperatureDelta, right: TemperatureDelta) -> Bool {
        left.kelvins < right.kelvins
    }

    /// The size of the difference, without its sign.
    package var magnitude: TemperatureDelta {
        TemperatureDelta(abs(kelvins))
    }
}
