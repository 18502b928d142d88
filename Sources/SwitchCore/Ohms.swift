/// An electrical resistance in ohms; finite and above zero.
package struct Ohms: Codable, Comparable, Hashable, Sendable {
    /// Ohms.
    package let value: Double

    /// A resistance, or `nil` where the number is not finite or not above zero.
    package init?(_ value: Double) {
        guard value.isFinite, value > 0 else { return nil }
        self.value = value
    }

    /// A resistance from a number in the program itself; at least a microohm.
    package init(literal value: Double) {
        self.value = value > 1e-6 && value.isFinite ? value : 1e-6
    }

    package static func < (left: Ohms, right: Ohms) -> Bool {
        left.value < right.value
    }
}
