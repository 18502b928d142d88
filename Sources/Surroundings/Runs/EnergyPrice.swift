import Chamber

/// What energy costs, as its owner says.
package struct EnergyPrice: Equatable, Sendable {
    /// The highest price of a kilowatt hour that is taken: of currencies with many zeros too.
    package static let highest = 1_000_000.0
    /// Characters of a currency.
    package static let longestCurrency = 8

    /// Of a kilowatt hour; `nil`: nobody said it, and nothing is told of cost.
    package var perKilowattHour: Double?
    /// The currency's code or sign, as in `EUR`; empty: none.
    package var currency = ""

    package init(perKilowattHour: Double? = nil, currency: String = "") {
        self.perKilowattHour = perKilowattHour
        self.currency = currency
    }

    /// What so many Wh cost; `nil` where either is not known.
    package func cost(ofWattHours wattHours: Double?) -> Double? {
        guard let wattHours, let perKilowattHour else { return nil }
        return wattHours / 1_000 * perKilowattHour
    }

    /// A currency may be written so: 1…8 visible characters, none of which has a meaning in markup.
    package static func isCurrency(_ text: String) -> Bool {
        (1...longestCurrency).contains(text.count) && text == text.harmless
            && !text.contains { $0.isWhitespace || "<>&\"'\\`,".contains($0) }
    }
}
