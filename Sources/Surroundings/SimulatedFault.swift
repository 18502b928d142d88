/// A fault that can be simulated in a computed chamber, as clients see it.
package struct SimulatedFault: Equatable, Sendable {
    /// Its name in scenario files and orders.
    package let name: String
    /// What the fault is, in a sentence for people.
    package let meaning: String
    /// The unit of its amount; `nil`: the fault has no amount.
    package let unit: String?
    /// The allowed amounts.
    package let range: ClosedRange<Double>?
    /// The amount where an order gives none.
    package let standard: Double?
    /// The fault is active.
    package let isPresent: Bool
    /// The amount of an active fault that has one.
    package let amount: Double?

    package init(
        name: String,
        meaning: String,
        unit: String?,
        range: ClosedRange<Double>?,
        standard: Double?,
        isPresent: Bool,
        amount: Double?
    ) {
        self.name = name
        self.meaning = meaning
        self.unit = unit
        self.range = range
        self.standard = standard
        self.isPresent = isPresent
        self.amount = amount
    }
}

/// An order to a simulated board: to start or end a fault of its chamber, or to press one of its buttons.
package enum SimulationOrder: Equatable, Sendable {
    /// The name `none` ends every fault.
    case begin(name: String, amount: Double?)
    case end(name: String)
    /// A long press is one of 5 s, which is not waited for.
    case press(button: String, isLong: Bool)
}

/// The outcome of a ``SimulationOrder``.
package enum SimulationAnswer: Equatable, Sendable {
    case done
    /// What is wrong with the order, and what is allowed.
    case refused(String)
    /// The board has real lines: nothing is simulated on it.
    case notSimulated
}
