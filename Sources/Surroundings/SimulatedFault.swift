/// A fault that a computed chamber can have, as clients are told of it.
package struct SimulatedFault: Equatable, Sendable {
    /// In scenario files and orders.
    package let name: String
    /// A sentence for people.
    package let meaning: String
    /// What its number counts; `nil`: it is there or not.
    package let unit: String?
    /// What the number can be.
    package let range: ClosedRange<Double>?
    /// What the number is where none is given.
    package let standard: Double?
    /// It was ordered and has not been ended.
    package let isPresent: Bool
    /// Its number, where it is present and has one.
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

/// What somebody wants of the faults of a computed chamber.
package enum SimulatedFaultOrder: Equatable, Sendable {
    /// `none` ends all.
    case begin(name: String, amount: Double?)
    case end(name: String)
}

/// What such an order came to.
package enum SimulatedFaultAnswer: Equatable, Sendable {
    case done
    /// What was found and what is allowed.
    case refused(String)
    /// The board has real lines: nothing is simulated on it.
    case notSimulated
}
