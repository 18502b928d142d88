package import Schema
package import Surroundings

/// What the service file's section `[energy]` says.
package enum EnergySettings {
    private static let price = Field<Double>.number(
        "price_per_kwh",
        "",
        0...EnergyPrice.highest,
        meaning: "What a kilowatt hour costs, for the cost of the heater's runs. Left out, no cost "
            + "is told."
    )
    private static let currency = Field<String>(
        key: "currency",
        meaning: "The currency of the price, as in EUR or $. Left out, none is told.",
        allowed: "1 to \(EnergyPrice.longestCurrency) characters without blanks"
    ) { text in
        EnergyPrice.isCurrency(text) ? .value(text) : .wrong("is no currency")
    }

    /// The section `[energy]` of the service file.
    package static let section = SettingsSection<EnergyPrice>(
        "energy",
        meaning: "What the heater's energy costs.",
        [Setting(price, \.perKilowattHour), Setting(currency, \.currency)]
    )
}
